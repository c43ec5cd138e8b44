"""What Hushtag declares to a Prefect server: its work pool, its automations, its deployments."""

import subprocess
import sys
from contextlib import suppress
from pathlib import Path

from prefect.client.orchestration import get_client
from prefect.client.schemas.actions import WorkPoolCreate
from prefect.exceptions import ObjectAlreadyExists
from prefect.workers.process import ProcessWorker

from flows.server import automations, notifications, processes
from tasks.errors import StorageError, StudyInvalid
from tasks.storage import store
from tasks.studies import study_file

DEPLOY = [str(Path(sys.executable).with_name("prefect")), "--no-prompt", "deploy", "--all"]
PATIENCE_SECONDS = 300.0


def put_in_place() -> None:
    """Puts all of it on the server; what is there already is brought up to date, and what is paused stays paused.

    Raises: UsageError for an address that is not a webhook's; StudyInvalid for a study that cannot be deployed, once all
        others are; StorageError when prefect.yaml cannot.
    """
    template = ProcessWorker.get_default_base_job_template()
    with get_client(sync_client=True) as client, suppress(ObjectAlreadyExists):
        client.create_work_pool(WorkPoolCreate(name=processes.POOL, type="process", base_job_template=template))
    automations.register()
    notifications.register_if_set()
    try:
        subprocess.run(DEPLOY, cwd=store.PROJECT, capture_output=True, check=True, timeout=PATIENCE_SECONDS)  # noqa: S603
    except subprocess.SubprocessError:
        advice = "See what `prefect deploy --all` says."
        raise StorageError("prefect.yaml could not be deployed", "", advice) from None
    for _, study in study_file.every(study_file.placed()):
        if isinstance(study, StudyInvalid):
            raise study
