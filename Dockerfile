# One image for every process of compose.yaml, so that server and client are one version of Prefect: that of uv.lock.
FROM python:3.11.9-slim-bookworm

ENV PYTHONDONTWRITEBYTECODE=1 UV_COMPILE_BYTECODE=1 UV_LINK_MODE=copy PATH=/srv/hushtag/.venv/bin:$PATH
RUN pip install --no-cache-dir uv==0.13.9
WORKDIR /srv/hushtag

# The libraries change less often than the code does.
COPY pyproject.toml uv.lock README.md LICENSE NOTICE ./
RUN uv sync --locked --no-dev --extra server --extra cluster --no-install-project
COPY flows flows
COPY tasks tasks
COPY expectations expectations
COPY data data
COPY prefect.yaml ./
COPY deploy/wheel.py deploy/
COPY --chmod=0755 deploy/entrypoint.sh /usr/local/bin/with-secrets
RUN uv sync --locked --no-dev --extra server --extra cluster

# 10001 is nobody on the host; what it writes into the restricted zone only it may read.
RUN useradd --uid 10001 --no-create-home --home-dir /tmp hushtag && install --directory --owner hushtag --mode 0700 /var/lib/hushtag \
    /var/lib/hushtag/drafts /var/lib/hushtag/released
USER 10001
ENTRYPOINT ["with-secrets"]
CMD ["hushtag", "doctor"]
