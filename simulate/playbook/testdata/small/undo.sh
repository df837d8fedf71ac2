#!/usr/bin/env bash
# Say everything once: taking it back.
#
# A test wants to see every form.
#
# CAUTION: It does nothing that is worth doing.
#
# For people to read and run: bash 3.2 or newer, the AWS CLI 1 or 2, and credentials that may do this. It ends
# at the first command that fails, and can be run again.
set -euo pipefail
set -f           # no word is a pattern for the names of files
IFS=$'\n\t'      # a list is words, one a line
export AWS_PAGER=''
pause=${PAUSE-5} # seconds between two looks at something that takes its time

# say tells what is being done, stop ends it all.
say() { printf '\n== %s\n' "$*" >&2; }
stop() { printf '%s\n' "$*" >&2; exit 1; }

# answers prints what a read answers, line by line. Nothing is nothing; true and false are written small. A word that would
# mean something else to the next command is not let through.
answers() {
  local answer line
  answer=$("$@" --output text) || return
  while IFS= read -r line; do
    case $line in
      '' | None) ;;
      True) echo true ;;
      False) echo false ;;
      --* | file://* | fileb://*) stop "not let through: $line" ;;
      *) printf '%s\n' "$line" ;;
    esac
  done <<< "$answer"
}

# one prints the first thing that a read answers, many prints all, one a line.
one() {
  local found
  found=$(answers "$@") || return
  printf '%s' "${found%%$'\n'*}"
}
many() {
  local found word
  found=$(answers "$@") || return
  for word in $found; do
    [ "$word" = None ] || printf '%s\n' "$word"
  done
}

# full tells whether there is something in a variable, filled whether there is in one that holds JSON.
full() {
  case $1 in '' | false) return 1 ;; esac
}
filled() {
  case $1 in '' | '""' | '[]' | '{}' | null | false) return 1 ;; esac
}

# wait_for WANTED SECONDS READ… makes a read again until it answers what is wanted.
wait_for() {
  local wanted=$1 left=$2 found
  shift 2
  while found=$(one "$@"); do
    [ "$found" != "$wanted" ] || return 0
    [ "$left" -gt 0 ] || stop "it is $found, and not $wanted"
    sleep "$pause"
    left=$((left - 5))
  done
  return 1
}

# allowing CODES COMMAND… makes a call that may be refused with one of the codes: what it asks for is done already.
# refused CODES COMMAND… makes a call that must be.
allowing() {
  local codes=$1 said code
  shift
  if { said=$("$@" 2>&1 >&4); } 4>&1; then return 0; fi
  code=${said#*'An error occurred ('}
  code=${code%%)*}
  case ",$codes," in
    *",$code,"*) printf '   refused with %s, as may be\n' "$code" >&2 ;;
    *) printf '%s\n' "$said" >&2; return 1 ;;
  esac
}
refused() {
  local codes=$1 said code
  shift
  if said=$("$@" 2>&1); then stop "it went through, and $codes was expected"; fi
  code=${said#*'An error occurred ('}
  code=${code%%)*}
  case ",$codes," in
    *",$code,"*) ;;
    *) printf '%s\n' "$said" >&2; return 1 ;;
  esac
}

# inside is a text as it stands between the quotes of JSON, quoted is words as they stand between brackets.
inside() {
  case $1 in *[[:cntrl:]]*) stop 'a text with control characters is not handed on' ;; esac
  printf '%s' "$1" | sed 's/[\\"]/\\&/g'
}
quoted() {
  local word all=
  for word in $1; do all="$all,\"$(inside "$word")\""; done
  printf '%s' "${all#,}"
}

# prove TITLE HOW WANTED READ… holds what a read answers against what must be so; later names what the log alone can prove.
unproved=0
prove() {
  local title=$1 how=$2 wanted=$3 found said code= word holds=no
  shift 3
  if found=$("$@" --output json 2> /dev/null); then
    case $found in \"*\") found=${found#\"} found=${found%\"} found=${found//\\\"/\"} ;; esac
  else
    said=$("$@" 2>&1) || true
    code=${said#*'An error occurred ('}
    code=${code%%)*} found=
  fi
  case $how in
    error) [ "$code" != "$wanted" ] || holds=yes ;;
    absent) case $code in '' | *NotFound* | *NotExist* | NoSuch* | 404) filled "${found/#false/no}" || holds=yes ;; esac ;;
    exists) ! filled "${found/#false/no}" || holds=yes ;;
    equals) [ -n "$code" ] || [ "$found" != "$wanted" ] || holds=yes ;;
    gte)
      case ${found%.*} in
        '' | *[!0-9-]*) ;;
        *) [ "${found%.*}" -lt "${wanted%.*}" ] || holds=yes ;;
      esac ;;
    any_of)
      for word in $(many "$@" || true); do
        holds=yes
        case $'\n'$wanted$'\n' in *$'\n'$word$'\n'*) ;; *) holds=no; break ;; esac
      done ;;
  esac
  if [ "$holds" = yes ]; then
    printf '   proved: %s\n' "$title" >&2
  else
    printf '   NOT PROVED: %s: %s\n' "$title" "${found:-$code}" >&2
    unproved=$((unproved + 1))
  fi
}
later() { printf '   to be judged by the log (traillab chains, traillab impact): %s\n' "$1" >&2; }

# the region of the incident
REGION=eu-west-1
: "${REGION:?set it: the region of the incident}"
export AWS_REGION=$REGION AWS_DEFAULT_REGION=$REGION
# the account of the incident
ACCOUNT=111122223333
[ "$(one aws sts get-caller-identity --query Account)" = "$ACCOUNT" ] || stop "these credentials are not of the account $ACCOUNT"

# What the run learnt: it printed these at its end.
: "${BEFORE?set it to what the run printed}"
: "${FIRST?set it to what the run printed}"

say '1. Open it again'
aws ec2 authorize-security-group-ingress --group-id "$FIRST" --ip-permissions "$BEFORE"

say 'taken back'
