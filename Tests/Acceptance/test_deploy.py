"""The container files agree with the program, with Debian and with each other."""

import ipaddress
import json
import os
import pathlib
import re
import shlex
import subprocess

import pytest
import yaml
from fovea_server import ROOT, binary

DEPLOY = ROOT / "deploy"
# In every image of Debian; the loader itself, and what a release build has inside it.
EVERYWHERE = {"libc6", "libgcc-s1", "libstdc++6"}
NO_PACKAGE = re.compile(r"ld-linux|lib(swift|_?Foundation|_|dispatch|BlocksRuntime)")


def printed(*command, **options):
    return subprocess.run(command, check=True, capture_output=True, text=True, stdin=subprocess.DEVNULL, **options).stdout


def package_list(path):
    """The names below each `# --- heading ---`."""
    parts = []
    for line in path.read_text().splitlines():
        if line.startswith("# ---"):
            parts.append([])
        elif line.strip() and not line.startswith("#"):
            parts[-1].append(line.strip())
    return parts


def test_the_image_installs_what_the_program_is_linked_with():
    linked, _ = package_list(DEPLOY / "runtime-packages.txt")
    needed = set(re.findall(r"\(NEEDED\).*\[(.+)\]", printed("readelf", "-d", binary(), env={**os.environ, "LC_ALL": "C"})))
    places = dict(re.findall(r"^\s*(\S+) => (/\S+)", printed("ldd", binary()), re.MULTILINE))
    libraries = {name for name in needed if not NO_PACKAGE.match(name)}
    assert libraries <= places.keys(), f"not found here: {libraries - places.keys()}"
    owners = {owner(os.path.realpath(places[name])) for name in libraries}
    assert sorted(owners - EVERYWHERE) == linked


def owner(path):
    """The package that brought a file. Some packages say /lib where a merged /usr has /usr/lib: dpkg knows the one or the other."""
    done = subprocess.run(["dpkg-query", "-S", path, path.removeprefix("/usr")], capture_output=True, text=True)
    assert done.stdout, done.stderr
    return done.stdout.split(":")[0]


def test_debian_has_every_package():
    names = [name for part in package_list(DEPLOY / "runtime-packages.txt") for name in part]
    for arguments in re.findall(r"apt-get install((?: +[-\w.+]+)+)", (DEPLOY / "Containerfile").read_text()):
        names += [word for word in arguments.split() if not word.startswith("-")]
    if not any(pathlib.Path("/var/lib/apt/lists").glob("*_Packages*")):
        pytest.skip("no package lists on this machine (apt-get update)")
    known = set(re.findall(r"^Package: (\S+)$", printed("apt-cache", "show", "--no-all-versions", *names), re.MULTILINE))
    assert not set(names) - known


def test_the_containerfile_copies_what_is_there():
    """Every path from the checkout exists and is not kept out of the build; every stage that is named was begun."""
    text = (DEPLOY / "Containerfile").read_text().replace("\\\n", " ")
    stages = set(re.findall(r"^FROM \S+ AS (\w+)$", text, re.MULTILINE))
    kept_out = {line.strip().removeprefix("**/") for line in (ROOT / ".dockerignore").read_text().splitlines() if line and not line.startswith("#")}
    for line in re.findall(r"^COPY (.+)$", text, re.MULTILINE):
        *sources, _ = words = shlex.split(line)
        if words[0].startswith("--from="):
            assert words[0].removeprefix("--from=") in stages
            continue
        for source in sources:
            assert (ROOT / source).exists(), source
            assert not kept_out & set(source.split("/")), source


def test_the_context_leaves_out_what_git_does():
    """Builds, data and secrets of the machine stay on it."""
    ignored = {line.rstrip("/") for line in (ROOT / ".gitignore").read_text().splitlines() if line and not line.startswith("#")}
    kept_out = {line.removeprefix("**/") for line in (ROOT / ".dockerignore").read_text().splitlines()}
    assert not ignored - {"*.pyc"} - kept_out


@pytest.fixture(scope="module")
def compose():
    """The compose file as Compose itself understands it, checked against its schema, with the example's settings filled in."""
    example = variables(DEPLOY / ".env.example")
    environment = {"PATH": os.environ["PATH"], **{name: value or "a" * 64 for name, value in example.items()}}
    return yaml.safe_load(printed("docker-compose", "-f", DEPLOY / "compose.yaml", "config", env=environment))


def variables(path):
    return dict(re.findall(r"^([A-Z_0-9]+)=(.*)$", path.read_text(), re.MULTILINE))


def test_compose_asks_for_what_the_example_explains():
    used = set(re.findall(r"\$\{([A-Z_0-9]+)", (DEPLOY / "compose.yaml").read_text()))
    assert used == variables(DEPLOY / ".env.example").keys()


def test_compose_has_no_secret_of_its_own():
    text = (DEPLOY / "compose.yaml").read_text()
    for name, value in variables(DEPLOY / ".env.example").items():
        if not value:
            assert f"${{{name}:?" in text and f"${{{name}:-" not in text, f"{name} must be demanded"


def settings(directory):
    """The names of all settings, as `fovea doctor` shows them; what it thinks of this machine does not matter here."""
    environment = {"PATH": os.environ["PATH"], "FOVEA_DATA": str(directory), "FOVEA_TRAINER_PYTHON": "/nonexistent"}
    done = subprocess.run([binary(), "doctor", "--json"], env=environment, capture_output=True, stdin=subprocess.DEVNULL)
    return {row["name"] for row in json.loads(done.stdout)["settings"]}


def test_the_example_of_settings_is_complete(tmp_path):
    explained = re.findall(r"^#?([A-Z_0-9]+)=", (ROOT / ".env.example").read_text(), re.MULTILINE)
    assert sorted(explained) == sorted(settings(tmp_path))


def test_compose_sets_what_fovea_reads(compose, tmp_path):
    known = settings(tmp_path)
    for name in ("server", "worker"):
        service = compose["services"][name]
        assert set(service["environment"]) <= known, name
        assert service["read_only"] and service["cap_drop"] == ["ALL"]


def test_compose_builds_stages_that_there_are(compose):
    for service in compose["services"].values():
        if "build" in service:
            build = service["build"]
            text = (pathlib.Path(build["context"]) / build["dockerfile"]).read_text()
            assert re.search(rf"^FROM \S+ AS {build['target']}$", text, re.MULTILINE)


def test_compose_mounts_what_there_is(compose):
    used = set()
    for service in compose["services"].values():
        for volume in service.get("volumes", []):
            source = volume.split(":")[0] if ":" in volume else None
            if source and source.startswith("/"):
                assert pathlib.Path(source).is_file(), source
            elif source:
                used.add(source)
    assert used == set(compose["volumes"])


def test_servers_believe_the_proxy_and_no_other(compose):
    services = compose["services"]
    address = services["proxy"]["networks"]["default"]["ipv4_address"]
    assert services["server"]["environment"]["FOVEA_TRUSTED_PROXIES"] == address
    network = compose["networks"]["default"]["ipam"]["config"][0]
    assert ipaddress.ip_address(address) in ipaddress.ip_network(network["subnet"])
    assert ipaddress.ip_address(address) not in ipaddress.ip_network(network["ip_range"]), "another container could be given it"


def test_the_proxy_reaches_the_server_where_it_listens(compose):
    conf = (DEPLOY / "nginx" / "fovea.conf").read_text()
    host, port = re.search(r"server (\w+):(\d+);", conf).groups()
    assert host in compose["services"]
    assert re.search(rf"^EXPOSE {port}$", (DEPLOY / "Containerfile").read_text(), re.MULTILINE)
    listening = int(re.search(r"listen (\d+);", conf)[1])
    assert listening in [published["target"] for published in compose["services"]["proxy"]["ports"]]
