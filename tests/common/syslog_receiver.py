# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Reeve developers
"""A real rsyslogd that writes down what it understood of messages, field by field. It listens on a port of loopback that
it chose, with a configuration and a folder of its own, and ends with the test."""
import json
import pathlib
import shutil
import socket
import subprocess
import tempfile
import time

# mmpstrucdata makes JSON of the structured data; compact-json keeps names as they are.
CONFIGURATION = r"""
global(workDirectory="{folder}" maxMessageSize="64k" parser.escapeControlCharactersOnReceive="off")
module(load="imtcp" StreamDriver.Name="ptcp")
module(load="mmpstrucdata")
template(name="understood" type="list") {{
  constant(value="{{\"data\":")
  property(name="$!rfc5424-sd")
  constant(value=",") property(outname="time" name="timereported" dateFormat="rfc3339" format="jsonf")
  constant(value=",") property(outname="host" name="hostname" format="jsonf")
  constant(value=",") property(outname="app" name="app-name" format="jsonf")
  constant(value=",") property(outname="pid" name="procid" format="jsonf")
  constant(value=",") property(outname="id" name="msgid" format="jsonf")
  constant(value=",") property(outname="facility" name="syslogfacility" format="jsonf")
  constant(value=",") property(outname="severity" name="syslogseverity" format="jsonf")
  constant(value=",") property(outname="version" name="protocol-version" format="jsonf")
  constant(value=",") property(outname="text" name="msg" format="jsonf")
  constant(value="}}\n")
}}
ruleset(name="all") {{
  action(type="mmpstrucdata" sd_name.lowercase="off")
  action(type="omfile" file="{folder}/understood" template="understood" asyncWriting="off")
}}
input(type="imtcp" address="127.0.0.1" port="0" listenPortFileName="{folder}/port" ruleset="all" supportOctetCountedFraming="off")
"""


class Receiver:
    def __enter__(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="rsyslog-"))
        (self.folder / "conf").write_text(CONFIGURATION.format(folder=self.folder))
        self.output = open(self.folder / "output", "w+")
        self.process = subprocess.Popen(["/usr/sbin/rsyslogd", "-n", "-f", self.folder / "conf", "-i", self.folder / "pid"],
                                        stdout=self.output, stderr=self.output)
        self.wait(lambda: (self.folder / "port").exists() and (self.folder / "port").read_text().strip())
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait(60)
        self.output.close()
        shutil.rmtree(self.folder)

    def wait(self, condition):
        until = time.monotonic() + 600
        while not condition():
            if self.process.poll() is not None or time.monotonic() > until:
                raise RuntimeError(f"rsyslogd: {(self.folder / 'output').read_text()}")
            time.sleep(0.05)

    def receive(self, messages):
        """What was understood of each message, in their order."""
        understood = self.folder / "understood"
        port = int((self.folder / "port").read_text())
        with socket.create_connection(("127.0.0.1", port)) as connection:
            connection.sendall("".join(message + "\n" for message in messages).encode())
        self.wait(lambda: understood.exists() and understood.read_bytes().count(b"\n") >= len(messages))
        return [json.loads(line) for line in understood.read_text().split("\n")[:-1]]
