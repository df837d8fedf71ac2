#!/usr/bin/env bash
# Say everything once.
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
# the user
THE_USER='bob'\''s'
: "${THE_USER:?set it: the user}"
# the hosts (one a line)
HOSTS='i-1
i-2'
# the addresses and who had them (one a line: address, host, with tabs between)
PAIRS='eipalloc-1	i-1
None	i-2'
# the port
[ -n "${PORT-}" ] || PORT=22
# the rule as it was (JSON)
RULE='[{"IpProtocol":"-1"}]'

# What the steps below learn.
BEFORE= FIRST= GROUP= THE_GROUPS= NEXT= OPEN= SIZE= STATE= VOLUME=
learnt() { local name; for name in BEFORE FIRST GROUP THE_GROUPS NEXT OPEN SIZE STATE VOLUME; do printf '%s=%q\n' "$name" "${!name}"; done; }
trap learnt EXIT # keep what is printed at the end: taking it back asks for it

say "1. Read what is there of ${THE_USER}"
BEFORE=$(aws ec2 describe-security-groups \
  --filters '[
    {
      "Name": "tag:Owner",
      "Values": [
        "'"$(inside "$THE_USER")"'"
      ]
    },
    {
      "Name": "ip",
      "Values": ['"$(quoted "$HOSTS")"']
    }
  ]' \
  --query 'SecurityGroups[0].IpPermissions' --output json)
FIRST=$(one aws ec2 describe-security-groups \
  --filters '[
    {
      "Name": "tag:Owner",
      "Values": [
        "'"$(inside "$THE_USER")"'"
      ]
    },
    {
      "Name": "ip",
      "Values": ['"$(quoted "$HOSTS")"']
    }
  ]' \
  --query 'SecurityGroups[0].GroupId')
OPEN=$(many aws ec2 describe-security-groups \
  --filters '[
    {
      "Name": "tag:Owner",
      "Values": [
        "'"$(inside "$THE_USER")"'"
      ]
    },
    {
      "Name": "ip",
      "Values": ['"$(quoted "$HOSTS")"']
    }
  ]' \
  --query 'SecurityGroups[].GroupId')

# CAUTION: It is denied to $THE_USER only.
say '2. Deny it'
allowing MalformedPolicyDocument,NoSuchEntity aws iam put-user-policy \
  --policy-document '{
    "Version": "2012-10-17",
    "Statement": [
      {
        "Effect": "Deny",
        "Action": "*",
        "Resource": "arn:aws:iam::*:user/'"$(inside "$THE_USER")"'"
      }
    ]
  }' \
  --policy-name "${THE_USER}'s & \"own\\\" \`x\`" \
  --user-name "$THE_USER"

say '3. Go through the lists'
while IFS=$'\t' read -r -u 3 PAIR_ADDRESS PAIR_HOST; do
  [ -n "$PAIR_ADDRESS" ] || continue
  [ "$PAIR_ADDRESS" != None ] || PAIR_ADDRESS=
  [ "$PAIR_HOST" != None ] || PAIR_HOST=
  if full "$PAIR_ADDRESS"; then
    aws ec2 associate-address \
      --allocation-id "$PAIR_ADDRESS" \
      --no-allow-reassociation \
      --instance-id "$PAIR_HOST"
  fi
  if [ "$PAIR_HOST" = "$FIRST" ]; then
    for THE_HOST in $HOSTS; do
      aws ec2 modify-instance-attribute \
        --disable-api-termination '{"Value": true}' \
        --groups "$FIRST" sg-2 \
        --instance-id "$THE_HOST"
    done
  fi
done 3<<< "$PAIRS"

say '4. Make something and wait'
if ! full "$OPEN"; then
  answer=$(answers aws ec2 create-volume \
    --availability-zone us-east-1a \
    --encrypted \
    --size 8 \
    --query '[Size, VolumeId]')
  IFS=$'\t' read -r SIZE VOLUME <<< "$answer"
  wait_for available 60 aws ec2 describe-volumes \
    --region us-east-1 \
    --volume-ids "$VOLUME" \
    --query 'Volumes[0].State'
  STATE=$(one aws ec2 describe-volumes --region us-east-1 --volume-ids "$VOLUME" --query 'Volumes[0].State')
  THE_GROUPS=a$'\n'"$FIRST"
  NEXT="${VOLUME}/${PORT}"
  aws ec2 authorize-security-group-ingress \
    --group-id "$FIRST" \
    --ip-permissions '[
      {
        "FromPort": '"$PORT"',
        "IpProtocol": "tcp",
        "ToPort": '"$PORT"',
        "UserIdGroupPairs": [
          {
            "GroupId": "'"$(inside "$NEXT")"'"
          }
        ]
      }
    ]'
  aws ec2 authorize-security-group-ingress --group-id "$FIRST" --ip-permissions "$RULE"
  refused DryRunOperation aws ec2 detach-internet-gateway --dry-run --internet-gateway-id igw-1 --vpc-id vpc-1
  aws ec2 run-instances \
    --image-id ami-1 \
    --user-data "#!/bin/sh
echo ${THE_USER} costs 5\$
" \
    --count 1:2
fi

say 'Proofs'
GROUP=$(one aws ec2 describe-security-groups \
  --filters '[{"Name": "tag:Owner", "Values": ["'"$(inside "$THE_USER")"'"]}]' \
  --query 'SecurityGroups[0].GroupId')
later 'it is denied'
prove 'there is a group' exists true aws ec2 describe-security-groups \
  --group-ids "$GROUP" \
  --query "SecurityGroups[?GroupName=='${THE_USER}'].GroupId"
for THE_HOST in $HOSTS; do
  prove "the host runs (${THE_HOST})" any_of running$'\n'pending aws ec2 describe-instances \
    --instance-ids "$THE_HOST" \
    --query 'Reservations[].Instances[].State.Name'
done
if full "$GROUP"; then
  prove 'it has the port' equals "$PORT" aws ec2 describe-security-groups \
    --query 'SecurityGroups[0].IpPermissions[0].FromPort'
fi
prove 'the key is gone' error NoSuchEntity aws iam get-access-key-last-used \
  --region us-east-1 \
  --access-key-id AKIAIOSFODNN7EXAMPLE
[ "$unproved" -eq 0 ] || stop "not proved: $unproved"

say done
