#!/usr/bin/env bash
# Installs what the tests need beside Python, where it is missing: LibreOffice Writer and Calc.
set -euo pipefail

if ! command -v apt-get >/dev/null || [ "$(id -u)" -ne 0 ]; then
  echo "The tests open our documents with LibreOffice. Install Writer and Calc, so that 'soffice' is found." >&2
  exit 1
fi

export DEBIAN_FRONTEND=noninteractive
packages=(libreoffice-writer-nogui libreoffice-calc-nogui)
echo "Installing LibreOffice for the tests (once, about half a minute)" >&2
install() { apt-get install --yes --quiet --no-install-recommends "${packages[@]}" >/dev/null 2>&1; }
install || { apt-get update --quiet >/dev/null && install; } || {
  echo "LibreOffice could not be installed: apt-get install ${packages[*]}" >&2
  exit 1
}
