#!/usr/bin/env bash
# `make machine`: a Debian whose PID 1 is systemd (systemd-nspawn, no network but its own loopback), with our code from
# the image of `make image`, set up by the lines of docs/operation.md under "systemd". The units are enabled, the site is
# asked, the backup started by its service, the supervisor killed, all stopped again. Needs root; some minutes.
set -euo pipefail
cd "$(dirname "$0")/../.."

if ! command -v systemd-nspawn >/dev/null; then
  apt-get update --quiet >/dev/null
  DEBIAN_FRONTEND=noninteractive apt-get install --yes --quiet --no-install-recommends systemd-container >/dev/null
fi

if ! buildah inspect --type image localhost/skm-machine >/dev/null 2>&1; then
  container=$(buildah from --pull-never localhost/skm-base)
  buildah run --isolation chroot "$container" -- sh -c 'apt-get update --quiet \
    && apt-get install --yes --quiet --no-install-recommends systemd systemd-sysv dbus curl procps' >/dev/null
  buildah commit --quiet --rm "$container" localhost/skm-machine >/dev/null
fi
container=$(buildah from --pull-never localhost/skm-machine)
buildah copy --quiet --from localhost/skm "$container" /opt/skm /opt/skm >/dev/null
buildah copy --quiet "$container" deploy /opt/skm/deploy >/dev/null
root=$(buildah mount "$container")
said=$(mktemp)

finish() {
  # Ends the whole machine: what runs in a PID namespace goes with its first process.
  [ -z "${leader:-}" ] || kill -KILL "$leader" 2>/dev/null || true
  [ -z "${nspawn:-}" ] || wait "$nspawn" 2>/dev/null || true
  buildah rm "$container" >/dev/null
  rm --force "$said"
}
trap finish EXIT

# systemd wants a control group of its own; a machine without systemd as PID 1 gives none.
(
  if [ ! -d /run/systemd/system ]; then
    for hierarchy in /sys/fs/cgroup/systemd /sys/fs/cgroup/unified /sys/fs/cgroup; do
      [ -e "$hierarchy/cgroup.procs" ] || continue
      mkdir --parents "$hierarchy/skm-machine" && echo "$BASHPID" >"$hierarchy/skm-machine/cgroup.procs"
    done
    keep=(--keep-unit --register=no)
  fi
  exec systemd-nspawn --quiet --directory="$root" --machine=skm-machine "${keep[@]}" --boot --private-network \
    --link-journal=no --console=pipe </dev/null >"$said" 2>&1
) &
nspawn=$!

until_true() { # seconds, what
  local seconds=$1 end=$((SECONDS + $1))
  shift
  until "$@" >/dev/null 2>&1; do
    [ $SECONDS -lt $end ] || { echo "not within $seconds seconds: $*" >&2; return 1; }
    sleep 1
  done
}
find_leader() { leader=$(pgrep --parent "$nspawn" | head -1) && [ -n "$leader" ]; }
inside() { nsenter --target "$leader" --all -- env -i --chdir=/opt/skm PATH=/usr/sbin:/usr/bin:/sbin:/bin TZ=Asia/Jakarta "$@"; }
is_up() { inside systemctl is-system-running | grep --quiet --extended-regexp 'running|degraded'; }
until_true 60 find_leader
until_true 120 is_up || { cat "$said" >&2; exit 1; }
echo "PID 1: $(inside cat /proc/1/comm) $(inside systemctl --version | head -1)"

inside sh -euc "
  useradd --system --home-dir /srv/skm --shell /usr/sbin/nologin skm
  install --directory --owner skm --group skm --mode 0700 /srv/skm /srv/skm-backup
  install --directory --group skm --mode 0750 /etc/skm
  runuser -u skm -- /opt/skm/.venv/bin/skm init --home /srv/skm --samples
  find /srv/skm/inbox -mindepth 1 ! -path '*/puri*' -delete  # a few units are enough, and quick
  install --mode 0644 deploy/skm.service deploy/skm-failed@.service deploy/skm-backup.service deploy/skm-backup.timer /etc/systemd/system/
  systemctl daemon-reload
  systemctl enable --now skm.service skm-backup.timer
"
failed() { echo "FAILED: $*" >&2; inside journalctl --no-pager --lines 60 >&2; exit 1; }
is_well() { inside curl --silent --fail http://127.0.0.1:8080/health | grep --quiet '"prefect": *"up"'; }
is_published() { inside curl --silent --fail http://127.0.0.1:8080/ | grep --quiet 'Peringkat'; }
until_true 600 is_well || failed "skm.service does not answer"
has_pages() { inside curl --silent --location --header 'Accept: text/html' http://127.0.0.1:4200/ | grep --quiet '<title>Prefect'; }
has_pages || failed "Prefect's pages are missing"
until_true 900 is_published || failed "no ranking was published"
echo "skm.service: $(inside systemctl show --property=ActiveState,SubState,NRestarts --value skm.service | paste -sd' ')"
inside curl --silent http://127.0.0.1:8080/health; echo
inside systemctl list-timers --no-pager skm-backup.timer | head -2

inside systemctl start skm-backup.service || failed "skm-backup.service"
inside sh -c 'ls -l /srv/skm-backup | tail -n +2; test -n "$(ls /srv/skm-backup)"' || failed "no backup"

echo "What the sandbox leaves: $(inside systemd-analyze security --no-pager skm.service | tail -1)"
main=$(inside systemctl show --property=MainPID --value skm.service)
if inside nsenter --target "$main" --mount -- setpriv --reuid skm --regid skm --clear-groups touch /opt/skm/written 2>/dev/null; then
  failed "skm.service may write its own code"
fi

# Killed: systemd tells of it (skm-failed@) and starts it again.
inside kill -KILL "$main"
was_told() { inside journalctl --no-pager --unit 'skm-failed@skm.service.service' | grep --quiet 'Finished\|Deactivated'; }
until_true 180 was_told || failed "OnFailure= told nobody"
is_another() { [ "$(inside systemctl show --property=MainPID --value skm.service)" -gt 0 ] && ! is_main; }
is_main() { [ "$(inside systemctl show --property=MainPID --value skm.service)" = "$main" ]; }
until_true 120 is_another || failed "skm.service was not started again"
until_true 600 is_well || failed "skm.service does not answer after it was killed"
inside systemctl show --property=Result,ExecMainStatus 'skm-failed@skm.service.service' | paste -sd' '

inside systemctl stop skm.service
echo "stopped: $(inside systemctl show --property=ActiveState,Result,ExecMainStatus --value skm.service | paste -sd' ')"
inside sh -c '! pgrep --uid skm' || failed "somebody of skm is left"
echo "The units run."
