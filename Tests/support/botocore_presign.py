"""Presigned URLs by botocore, to compare ours with: reads a JSON object on standard input, prints the URL."""

import datetime
import json
import sys

import botocore.auth
import botocore.config
import botocore.session

asked = json.load(sys.stdin)
moment = datetime.datetime.fromtimestamp(asked["now"], datetime.UTC)

# The clock of botocore's signer is its one hidden input; its name depends on the version.
if hasattr(botocore.auth, "get_current_datetime"):
    botocore.auth.get_current_datetime = lambda remove_tzinfo=True: moment.replace(tzinfo=None) if remove_tzinfo else moment
else:

    class Clock(datetime.datetime):
        @classmethod
        def utcnow(cls):
            return moment.replace(tzinfo=None)

    botocore.auth.datetime.datetime = Clock

client = botocore.session.get_session().create_client(
    "s3",
    region_name=asked["region"],
    endpoint_url=asked["endpoint"],
    aws_access_key_id=asked["access_key"],
    aws_secret_access_key=asked["secret_key"],
    config=botocore.config.Config(
        signature_version="s3v4",
        s3={"addressing_style": "path"},
        request_checksum_calculation="when_required",
    ),
)
print(client.generate_presigned_url(asked["operation"], Params=asked["parameters"], ExpiresIn=asked["expires"]), end="")
