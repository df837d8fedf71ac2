"""Serve the AWS CLI from one process that has loaded it: the program itself, unchanged, in a fork for each command.

    python serve.py PROGRAM FOLDER

PROGRAM is the `aws` of the environment that this Python is of. FOLDER gets a program `aws`, which hands its arguments, its
environment, its folder and its three files over here, and ends as the command does. It is there when a line is printed. The
end of the input ends the service, and with it whatever still runs.
"""

import gc
import marshal
import os
import runpy
import selectors
import signal
import socket
import sys
from functools import cache

PROGRAM, FOLDER = sys.argv[1:]
SHIM = os.path.join(os.path.dirname(os.path.abspath(__file__)), "ask.py")


def load():
    """Import what every command imports, and keep what is read of the models; returns what reads those of a service, once."""
    from awscli.clidriver import create_clidriver
    import botocore.session

    session = create_clidriver().session
    session.create_client("sts", "us-east-1", aws_access_key_id="x", aws_secret_access_key="x")
    loader = session.get_component("data_loader")
    botocore.session.create_loader = lambda _: loader  # a fork may change what it reads: the change ends with it
    kinds = ("service-2", "paginators-1", "waiters-2", "endpoint-rule-set-1")
    known = {kind: loader.list_available_services(kind) for kind in kinds}

    @cache
    def read(word):
        for kind in kinds:
            if word in known[kind]:
                loader.load_service_model(word, kind)

    return read


def become(files, argv, environ, folder):
    """Be the program as its caller would have started it."""
    for to, file in enumerate(files):
        os.dup2(file, to)
        os.close(file)
    environ["AWS_DATA_PATH"] = os.environ["AWS_DATA_PATH"]  # the CLI sets it while it is imported
    os.environ.clear()
    os.environ.update(environ)
    os.chdir(folder)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    sys.argv = [PROGRAM, *argv]
    runpy.run_path(PROGRAM, run_name="__main__")


def receive(caller):
    """The files and the rest of what a caller hands over, which closes its half when that is all."""
    text, files, _, _ = socket.recv_fds(caller, 1 << 16, 3)
    while more := caller.recv(1 << 16):
        text += more
    return files, *marshal.loads(text)


def serve(door, read):
    """Answer callers until the input ends."""
    waiting = selectors.DefaultSelector()
    waiting.register(door, selectors.EVENT_READ)
    waiting.register(0, selectors.EVENT_READ)
    while True:
        for key, _ in waiting.select():
            if key.fileobj == 0:
                for running in filter(None, [key.data for key in waiting.get_map().values()]):
                    os.kill(running[0], signal.SIGTERM)
                return
            if key.fileobj is not door:  # a command has ended, and with it its end of a pipe
                pid, caller = key.data
                waiting.unregister(key.fileobj)
                os.close(key.fileobj)
                code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
                caller.sendall(bytes([code & 255]))
                caller.close()
                continue
            caller, _ = door.accept()
            files, argv, environ, folder = receive(caller)
            for word in argv:
                read(word)
            life, end = os.pipe()
            if (pid := os.fork()) == 0:
                return become(files, argv, environ, folder)
            for file in (end, *files):
                os.close(file)
            waiting.register(life, selectors.EVENT_READ, (pid, caller))


read = load()
gc.collect()
gc.freeze()
with socket.socket(socket.AF_UNIX) as door:
    door.bind(os.path.join(FOLDER, "door"))
    door.listen(64)
    with open(os.open(os.path.join(FOLDER, "aws"), os.O_CREAT | os.O_WRONLY, 0o700), "w") as shim, open(SHIM) as text:
        shim.write(f"#!{sys.executable} -SEI\n{text.read()}")
    print("ready", flush=True)
    serve(door, read)
