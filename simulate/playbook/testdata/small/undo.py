#!/usr/bin/env python3
"""Say everything once: taking it back.

A test wants to see every form.

CAUTION: It does nothing that is worth doing.

For people to read and run: Python 3.9 or newer with boto3, and credentials that may do this. It ends at the
first call that fails, and can be run again.
"""

import argparse
import base64
import json
import os
import sys
import time

import boto3
import jmespath
from botocore.exceptions import ClientError

PAUSE = float(os.environ.get("PAUSE", "5"))  # seconds between two looks at something that takes its time
known = {}  # what is known of the incident, and what the steps learn
clients = {}
unproved = []


def client(service, region=None):
    """A client of a service; AWS_ENDPOINT_URL leads it elsewhere."""
    region = region or known["region"]
    if (service, region) not in clients:
        clients[service, region] = boto3.client(service, region_name=region, endpoint_url=os.environ.get("AWS_ENDPOINT_URL"))
    return clients[service, region]


def call(service, operation, region=None, allowed=(), refused=(), **request):
    """Makes a call. It may be refused with a code that is allowed: then what it asks for is done already, and the answer is
    None. Where codes stand in refused it must be refused with one of them."""
    request = {name: value for name, value in request.items() if value is not None}
    try:
        pages = client(service, region)
        if pages.can_paginate(operation) and not {"MaxResults", "MaxItems", "Limit"} & set(request):
            answer = pages.get_paginator(operation).paginate(**request).build_full_result()
        else:
            answer = getattr(pages, operation)(**request)
    except ClientError as error:
        code = error.response["Error"]["Code"]
        if code not in allowed and code not in refused:
            raise
        print("   refused with", code)
        return None
    if refused:
        raise SystemExit(f"{service}.{operation} went through, and {' or '.join(refused)} was expected")
    return answer


def wait_for(wanted, path, seconds, service, operation, **request):
    """Makes a read again until it answers what is wanted."""
    while True:
        answer = call(service, operation, **request)
        found = text(jmespath.search(path, answer))
        if found == text(wanted):
            return answer
        if seconds <= 0:
            raise SystemExit(f"{path} is {found}, and not {wanted}")
        time.sleep(PAUSE)
        seconds -= 5


def save(answer, **paths):
    """Keeps parts of an answer."""
    if answer is not None:
        for name, path in paths.items():
            known[name] = jmespath.search(path, answer)


def full(value):
    """Whether there is something in a value."""
    return value is not None and value is not False and value not in ("", [], {})


def text(value):
    """A value as it stands in a text."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list):
        return " ".join(text(element) for element in value)
    return str(value)


def number(value):
    """A number, also where it came as a text."""
    return int(value)


def prove(title, how, wanted, path, service, operation, region=None, **request):
    """Holds what a read answers against what must be so."""
    found = code = None
    try:
        answer = getattr(client(service, region), operation)(**request)
        found = jmespath.search(path, answer) if path else answer
    except ClientError as error:
        code = error.response["Error"]["Code"]
    some = found is not None and found not in ("", [], {})
    missing = code is None or code == "404" or code.startswith("NoSuch") or "NotFound" in code or "NotExist" in code
    if how == "error":
        holds = code == wanted
    elif how == "absent":
        holds = not some and missing
    elif how == "exists":
        holds = some
    elif how == "gte":
        holds = some and float(found) >= float(wanted)
    elif how == "any_of":
        many = found if isinstance(found, list) else [found]
        holds = code is None and many != [] and all(text(one) in [text(word) for word in wanted] for one in many)
    else:
        holds = code is None and found is not None and text(found) == text(wanted)
    print("   proved:" if holds else "   NOT PROVED:", title)
    if not holds:
        print("     ", code or found)
        unproved.append(title)


def step_1():
    print("1.", "Open it again")
    call("ec2", "authorize_security_group_ingress", GroupId=known["first"], IpPermissions=known["before"])


def main():
    arguments = argparse.ArgumentParser(description="Say everything once: taking it back")
    arguments.add_argument("--region", dest="region", default="eu-west-1", help="the region of the incident")
    arguments.add_argument("--account", dest="account", default="111122223333", help="the account of the incident")
    arguments.add_argument("--learnt", dest="learnt", type=json.loads, required=True, help="what the run printed")
    known.update(arguments.parse_args().learnt)
    known.update(vars(arguments.parse_args()))
    if not known["region"]:
        sys.exit("which region? --region REGION")
    if call("sts", "get_caller_identity")["Account"] != known["account"]:
        sys.exit("these credentials are not of the account " + known["account"])
    step_1()
    print("taken back")


if __name__ == "__main__":
    main()
