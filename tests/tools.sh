#!/usr/bin/env bash
# Installs what the tests need beside Python, where it is missing: LibreOffice Writer and Calc, Chromium, PostgreSQL.
set -euo pipefail

packages=()
command -v soffice >/dev/null || packages+=(libreoffice-writer-nogui libreoffice-calc-nogui)
command -v chromium-headless-shell >/dev/null || packages+=(chromium-headless-shell)
command -v pg_ctl >/dev/null || compgen -G "/usr/lib/postgresql/*/bin/pg_ctl" >/dev/null || packages+=(postgresql)
[ ${#packages[@]} -gt 0 ] || exit 0

if ! command -v apt-get >/dev/null || [ "$(id -u)" -ne 0 ]; then
  echo "The tests open our documents with LibreOffice ('soffice') and our pages with Chromium" >&2
  echo "('chromium-headless-shell'), and give Prefect a PostgreSQL of its own ('pg_ctl'). Install what is missing: ${packages[*]}" >&2
  exit 1
fi

export DEBIAN_FRONTEND=noninteractive
echo "Installing for the tests, once: ${packages[*]}" >&2
install() { apt-get install --yes --quiet --no-install-recommends "${packages[@]}" >/dev/null 2>&1; }
install || { apt-get update --quiet >/dev/null && install; } || {
  echo "Could not be installed: apt-get install ${packages[*]}" >&2
  exit 1
}
