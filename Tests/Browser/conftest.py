"""A real browser against the real program, once on SQLite and a directory, once on PostgreSQL and S3."""

import dataclasses
import os
import pathlib
import sys

import pytest
from playwright.sync_api import expect, sync_playwright

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "support")]

from fovea_server import PASSWORD, ROOT, Fovea, environment_for  # noqa: E402
from services import postgres_url, s3_server  # noqa: E402, F401  (pytest finds fixtures by their names)

# A busy machine is slow, not wrong: what is waited for comes or does not come, however long it takes within reason.
expect.set_options(timeout=30_000)


@pytest.fixture(scope="session", params=["sqlite", "postgres-s3"])
def backend(request):
    return request.param


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config, items):
    """Where several processes share the work, a module on a backend is done by one of them, in its order: some tests go on where
    the one before them ended.

    A module whose tests are about the browser alone says `ONE_BACKEND = True`: what it saves is the same to every backend, and
    that those are alike is tested without a browser."""
    again = [item for item in items if getattr(item.module, "ONE_BACKEND", False) and "postgres-s3" in item.nodeid]
    if again:
        config.hook.pytest_deselected(items=again)
        items[:] = [item for item in items if item not in again]
    for item in items:
        backend = item.callspec.params.get("backend") if hasattr(item, "callspec") else None
        item.add_marker(pytest.mark.xdist_group(f"{item.module.__name__}-{backend}"))


@pytest.fixture(scope="session")
def new_server(backend, request, tmp_path_factory):
    """Makes servers of the backend; each has its own data and ends with the session."""
    made = []

    def make():
        server = Fovea(tmp_path_factory.mktemp("fovea"), environment_for(backend, request))
        made.append(server)
        return server.start()

    yield make
    for server in made:
        server.stop()


@pytest.fixture(scope="session")
def fovea(new_server):
    """The server that most tests share, with its first user `ada`, the administrator."""
    server = new_server()
    server.ada = server.register("ada")
    return server


@pytest.fixture(scope="session")
def chromium():
    with sync_playwright() as playwright:
        path = os.environ.get("FOVEA_CHROMIUM", "/usr/bin/chromium")
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def visit(chromium, request, tmp_path):
    """Opens pages in fresh contexts and watches them: an error of a script or a breach of the policy fails the test."""
    contexts, faults = [], []

    def open_page(server, **options):
        context = chromium.new_context(base_url=server.base, viewport={"width": 1360, "height": 860}, reduced_motion="reduce", **options)
        context.set_default_timeout(30_000)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("console", lambda message: faults.append(message.text) if "Content Security Policy" in message.text else None)
        return page

    yield open_page
    failed = getattr(request.node, "failed", False)
    for number, context in enumerate(contexts):
        if failed:
            results = ROOT / "test-results"
            results.mkdir(exist_ok=True)
            for page in context.pages:
                page.screenshot(path=results / f"{request.node.name.replace('/', '_')}-{number}.png")
        context.close()
    assert faults == []


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    report = yield
    if report.when == "call":
        item.failed = report.failed
    return report


@pytest.fixture
def page(visit, fovea):
    """A page signed in as ada."""
    one = visit(fovea)
    sign_in(one)
    return one


def sign_in(page, username="ada", password=PASSWORD):
    """As the sign-in page does it; the page itself has tests of its own."""
    answer = page.request.post("/api/auth/login", data={"username": username, "password": password, "cookie": True})
    assert answer.ok, answer.text()


@pytest.fixture(scope="session")
def photographs():
    """Real blood-cell photographs with Pascal VOC boxes, where they are."""
    root = pathlib.Path(os.environ.get("FOVEA_TEST_DATA", ROOT.parent / "shared" / "data")) / "bccd"
    if not root.is_dir():
        pytest.skip(f"no photographs at {root}: set FOVEA_TEST_DATA")
    return root


@pytest.fixture(scope="session")
def voc_archive(photographs, tmp_path_factory):
    """Forty photographs as a VOC archive, among them the two with degenerate boxes, and the names that it holds."""
    import zipfile

    wanted = [path.stem for path in sorted((photographs / "Annotations").glob("*.xml"))]
    odd = [name for name in wanted if degenerate(photographs / "Annotations" / f"{name}.xml")]
    names = odd + [name for name in wanted if name not in odd][: 40 - len(odd)]
    path = tmp_path_factory.mktemp("archive") / "cells.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for name in names:
            archive.write(photographs / "JPEGImages" / f"{name}.jpg", f"JPEGImages/{name}.jpg")
            archive.write(photographs / "Annotations" / f"{name}.xml", f"Annotations/{name}.xml")
    return Archive(path, names, odd)


@dataclasses.dataclass
class Archive:
    path: pathlib.Path
    names: list[str]
    odd: list[str]


def degenerate(path):
    import xml.etree.ElementTree as tree

    for box in tree.parse(path).iter("bndbox"):
        left, top, right, bottom = (float(box.find(side).text) for side in ("xmin", "ymin", "xmax", "ymax"))
        if right <= left or bottom <= top:
            return True
    return False
