#!/usr/bin/env python3
"""Say everything once.

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
    print("1.", "Read what is there of " + text(known["user"]))
    save(
        call(
            "ec2",
            "describe_security_groups",
            Filters=[
                {"Name": "tag:Owner", "Values": [known["user"]]},
                {"Name": "ip", "Values": known["hosts"]},
            ],
        ),
        before="SecurityGroups[0].IpPermissions",
        first="SecurityGroups[0].GroupId",
        open="SecurityGroups[].GroupId",
    )


def step_2():
    print("2.", "Deny it")
    # CAUTION: It is denied to user only.
    call(
        "iam",
        "put_user_policy",
        allowed=("MalformedPolicyDocument", "NoSuchEntity",),
        PolicyDocument=json.dumps({
            "Version": "2012-10-17",
            "Statement": [
                {
                    "Effect": "Deny",
                    "Action": "*",
                    "Resource": "arn:aws:iam::*:user/" + text(known["user"]),
                },
            ],
        }),
        PolicyName=text(known["user"]) + "'s & \"own\\\" `x`",
        UserName=known["user"],
    )


def step_3():
    print("3.", "Go through the lists")
    for element in known["pairs"] or []:
        known["pair"] = element
        if full(known["pair"].get("address")):
            call(
                "ec2",
                "associate_address",
                AllocationId=known["pair"]["address"],
                AllowReassociation=False,
                InstanceId=known["pair"]["host"],
            )
        if text(known["pair"].get("host")) == text(known.get("first")):
            for element in known["hosts"] or []:
                known["host"] = element
                call(
                    "ec2",
                    "modify_instance_attribute",
                    DisableApiTermination={"Value": True},
                    Groups=[known["first"], "sg-2"],
                    InstanceId=known["host"],
                )


def step_4():
    print("4.", "Make something and wait")
    if not full(known.get("open")):
        save(
            call(
                "ec2",
                "create_volume",
                AvailabilityZone="us-east-1a",
                Encrypted=True,
                Size=8,
            ),
            size="Size",
            volume="VolumeId",
        )
        save(
            wait_for(
                "available",
                "Volumes[0].State",
                60,
                "ec2",
                "describe_volumes",
                region="us-east-1",
                VolumeIds=[known["volume"]],
            ),
            state="Volumes[0].State",
        )
        known["groups"] = ["a", known["first"]]
        known["next"] = text(known["volume"]) + "/" + text(number(known["port"]))
        call(
            "ec2",
            "authorize_security_group_ingress",
            GroupId=known["first"],
            IpPermissions=[
                {
                    "FromPort": number(known["port"]),
                    "IpProtocol": "tcp",
                    "ToPort": number(known["port"]),
                    "UserIdGroupPairs": [{"GroupId": known["next"]}],
                },
            ],
        )
        call("ec2", "authorize_security_group_ingress", GroupId=known["first"], IpPermissions=known["rule"])
        call(
            "ec2",
            "detach_internet_gateway",
            refused=("DryRunOperation",),
            DryRun=True,
            InternetGatewayId="igw-1",
            VpcId="vpc-1",
        )
        call(
            "ec2",
            "run_instances",
            ImageId="ami-1",
            MaxCount=2,
            MinCount=1,
            UserData="#!/bin/sh\necho " + text(known["user"]) + " costs 5$\n",
        )


def proofs():
    print("Proofs")
    save(
        call(
            "ec2",
            "describe_security_groups",
            Filters=[{"Name": "tag:Owner", "Values": [known["user"]]}],
        ),
        group="SecurityGroups[0].GroupId",
    )
    print("   to be judged by the log (traillab chains, traillab impact):", "it is denied")
    prove(
        "there is a group",
        "exists",
        True,
        "SecurityGroups[?GroupName=='" + text(known["user"]) + "'].GroupId",
        "ec2",
        "describe_security_groups",
        GroupIds=[known["group"]],
    )
    for element in known["hosts"] or []:
        known["host"] = element
        prove(
            "the host runs (" + text(known["host"]) + ")",
            "any_of",
            ["running", "pending"],
            "Reservations[].Instances[].State.Name",
            "ec2",
            "describe_instances",
            InstanceIds=[known["host"]],
        )
    if full(known.get("group")):
        prove(
            "it has the port",
            "equals",
            number(known["port"]),
            "SecurityGroups[0].IpPermissions[0].FromPort",
            "ec2",
            "describe_security_groups",
        )
    prove(
        "the key is gone",
        "error",
        "NoSuchEntity",
        None,
        "iam",
        "get_access_key_last_used",
        region="us-east-1",
        AccessKeyId="AKIAIOSFODNN7EXAMPLE",
    )
    if unproved:
        sys.exit("not proved: " + "; ".join(unproved))


def main():
    arguments = argparse.ArgumentParser(description="Say everything once")
    arguments.add_argument("--region", dest="region", default=os.environ.get("AWS_REGION") or os.environ.get("AWS_DEFAULT_REGION"), help="the region of the incident")
    arguments.add_argument("--user", dest="user", required=True, help="the user")
    arguments.add_argument("--hosts", dest="hosts", nargs="*", default=[], help="the hosts")
    arguments.add_argument("--pairs", dest="pairs", type=json.loads, default=[], help="the addresses and who had them")
    arguments.add_argument("--port", dest="port", type=int, default=22, help="the port")
    arguments.add_argument("--rule", dest="rule", type=json.loads, default=[], help="the rule as it was")
    known.update(vars(arguments.parse_args()))
    if not known["region"]:
        sys.exit("which region? --region REGION")
    known.setdefault("before", None)
    known.setdefault("first", None)
    known.setdefault("group", None)
    known.setdefault("groups", None)
    known.setdefault("next", None)
    known.setdefault("open", None)
    known.setdefault("size", None)
    known.setdefault("state", None)
    known.setdefault("volume", None)
    step_1()
    step_2()
    step_3()
    step_4()
    proofs()
    print("what was learnt, should it be taken back:", json.dumps(known, default=str))
    print("done")


if __name__ == "__main__":
    main()
