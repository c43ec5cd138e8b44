"""What Hushtag declares to a Prefect server: its work pool, its automations, its deployments."""

import subprocess
import sys
from contextlib import suppress
from pathlib import Path

from prefect.client.orchestration import get_client
from prefect.client.schemas.actions import WorkPoolCreate
from prefect.exceptions import ObjectAlreadyExists
from prefect.workers.process import ProcessWorker

from flows import automations, deployments
from tasks import store
from tasks.errors import StorageError


def put_in_place() -> None:
    """Puts all of it on the server; what is there already is brought up to date, and what is paused stays paused.

    Raises: StudyInvalid for a study that cannot be deployed, once all others are.
    """
    template = ProcessWorker.get_default_base_job_template()
    with get_client(sync_client=True) as client, suppress(ObjectAlreadyExists):
        client.create_work_pool(WorkPoolCreate(name=deployments.POOL, type="process", base_job_template=template))
    automations.register()
    command = [str(Path(sys.executable).with_name("prefect")), "--no-prompt", "deploy", "--all"]
    done = subprocess.run(command, cwd=store.PROJECT, capture_output=True, check=False)  # noqa: S603
    if done.returncode:
        # A study that is not valid is what usually stops it; deploying them here says which, and where.
        deployments.every_study()
        raise StorageError("prefect.yaml could not be deployed", "", "See what `prefect deploy --all` says.")
