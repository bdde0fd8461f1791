"""What several tests ask of a page."""

import re

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]}
# The policy forbids scripts that a page brings along, so axe comes in through the debugger, past the policy.


def settle(page):
    """Until nothing says that it is loading."""
    page.wait_for_selector("#root > *")
    expect(page.locator("[aria-label=Loading], .skeleton, .skeleton-rows, .skeleton-cards")).to_have_count(0)


def assert_accessible(page):
    found = Axe().run(page, options=RULES).response["violations"]
    serious = [fault for fault in found if fault["impact"] in ("serious", "critical")]
    told = [f"{fault['id']}: {node['target']} {node['failureSummary']}" for fault in serious for node in fault["nodes"]]
    assert not told, f"{page.url}:\n" + "\n".join(told)


def assert_titled(page):
    expect(page).to_have_title(re.compile(r".+ · Fovea$"))
