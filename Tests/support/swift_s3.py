"""A real S3 server for tests: OpenStack Swift (proxy, account, container and object servers on one device) behind its
s3api middleware. It checks signatures and expiry, and knows multipart uploads, ranges and If-None-Match."""

import getpass
import os
import pathlib
import secrets
import signal
import subprocess
import sys

from services import accepts, die_with_parent, free_port, stop, wait_until

PROXY = """
[DEFAULT]
bind_ip = 127.0.0.1
bind_port = {port}
workers = 1
swift_dir = {base}
user = {user}
log_address = {base}/nowhere
[pipeline:main]
pipeline = catch_errors proxy-logging cache s3api tempauth copy slo dlo proxy-logging proxy-server
[app:proxy-server]
use = egg:swift#proxy
account_autocreate = true
# Browsers send archives straight to the store, from the page of another origin.
cors_allow_origin = *
allow_account_management = true
[filter:catch_errors]
use = egg:swift#catch_errors
[filter:proxy-logging]
use = egg:swift#proxy_logging
access_log_headers = false
[filter:cache]
use = egg:swift#memcache
memcache_servers = 127.0.0.1:{nowhere}
[filter:s3api]
use = egg:swift#s3api
cors_preflight_allow_origin = *
s3_acl = false
location = us-east-1
dns_compliant_bucket_names = true
allow_multipart_uploads = true
# Lists right after a write must see it: nothing else talks to the container server.
check_bucket_owner = false
[filter:tempauth]
use = egg:swift#tempauth
user_fovea_tester = {secret} .admin
[filter:copy]
use = egg:swift#copy
[filter:slo]
use = egg:swift#slo
[filter:dlo]
use = egg:swift#dlo
"""

BACKEND = """
[DEFAULT]
bind_ip = 127.0.0.1
bind_port = {port}
workers = 1
devices = {base}/devices
mount_check = false
swift_dir = {base}
user = {user}
fallocate_reserve = 0
[pipeline:main]
pipeline = {kind}-server
[app:{kind}-server]
use = egg:swift#{kind}
"""

HASHES = """
[swift-hash]
swift_hash_path_suffix = {suffix}
[storage-policy:0]
name = single
default = yes
"""


class SwiftS3:
    def __init__(self, directory):
        self.base = pathlib.Path(directory) / "s3"
        (self.base / "devices" / "disk").mkdir(parents=True)
        user = getpass.getuser()
        (self.base / "swift.conf").write_text(HASHES.format(suffix=secrets.token_hex(8)))
        self.processes = []
        try:
            for kind in ("account", "container", "object"):
                port = free_port()
                self.ring(kind, port)
                self.start(kind, BACKEND.format(kind=kind, port=port, base=self.base, user=user), port)
            port, secret = free_port(), secrets.token_hex(16)
            text = PROXY.format(port=port, base=self.base, user=user, secret=secret, nowhere=free_port())
            self.start("proxy", text, port)
        except BaseException:
            self.stop()
            raise
        self.environment = {
            "FOVEA_TEST_S3_ENDPOINT": f"http://127.0.0.1:{port}",
            "FOVEA_TEST_S3_REGION": "us-east-1",
            "FOVEA_TEST_S3_ACCESS_KEY": "fovea:tester",
            "FOVEA_TEST_S3_SECRET_KEY": secret,
        }

    def ring(self, kind, port):
        """One device, one replica: where every object goes."""
        from swift.common.ring import RingBuilder

        builder = RingBuilder(part_power=4, replicas=1, min_part_hours=0)
        builder.add_dev(
            {
                "id": 0,
                "region": 1,
                "zone": 1,
                "ip": "127.0.0.1",
                "port": port,
                "replication_ip": "127.0.0.1",
                "replication_port": port,
                "device": "disk",
                "weight": 1.0,
                "meta": "",
            }
        )
        builder.rebalance()
        builder.get_ring().save(str(self.base / f"{kind}.ring.gz"))

    def start(self, kind, text, port):
        configuration = self.base / f"{kind}-server.conf"
        configuration.write_text(text)
        log = self.base / f"{kind}.log"
        program = pathlib.Path(sys.executable).parent / f"swift-{kind}-server"
        with log.open("wb") as out:
            process = subprocess.Popen(
                [sys.executable, program, configuration, "-v"],
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=out,
                cwd=self.base,
                env={**os.environ, "SWIFT_DIR": str(self.base)},
                preexec_fn=die_with_parent(signal.SIGTERM),
            )
        self.processes.append(process)
        wait_until(lambda: accepts(port), process, f"Swift's {kind} server", log)

    def stop(self):
        for process in reversed(self.processes):
            stop(process, signal.SIGTERM, seconds=5)
