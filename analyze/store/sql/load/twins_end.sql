-- Nothing of the twins is needed any more.
DROP TABLE IF EXISTS twins;
DROP TABLE IF EXISTS part;
DROP TABLE IF EXISTS differing;
DROP TABLE IF EXISTS meanings;
DROP TABLE IF EXISTS judged;
