"""Previews a program in Python under a policy pack, and ends with 1 where the preview fails.

Words: the project's folder, the stack's name, the policy pack.
"""

import sys

import pulumi
from pulumi import automation


def program() -> None:
    """Declares an image; the engine asks the provider, which needs no package of its own here."""
    pulumi.CustomResource(
        "docker-build:index:Image",
        "web",
        {"push": True, "tags": ["host/web:latest"], "context": {"location": "context"}},
    )


def main(folder: str, name: str, pack: str) -> int:
    stack = automation.create_or_select_stack(
        name,
        project_name="shop",
        program=program,
        opts=automation.LocalWorkspaceOptions(
            work_dir=folder,
            project_settings=automation.ProjectSettings(name="shop", runtime="python", main=folder),
        ),
    )
    try:
        stack.preview(policy_packs=[pack], color="never", on_output=print)
    except automation.CommandError as error:
        print(error)
        return 1
    return 0


sys.exit(main(*sys.argv[1:]))
