@echo off
rem Memasang Etika Widgets di folder ini, tanpa jaringan dan tanpa hak administrator.
cd /d "%~dp0"
set "PYTHON="
for %%v in (3.13 3.12 3.11) do if not defined PYTHON (
  py -%%v -c "import sys, venv; sys.exit(sys.version_info < (3, 11, 5))" >nul 2>nul && set "PYTHON=py -%%v"
)
if not defined PYTHON (
  python -c "import sys, venv; sys.exit(not (3, 11, 5) <= sys.version_info < (3, 14))" >nul 2>nul && set "PYTHON=python"
)
if not defined PYTHON (
  echo Perlu Python 3.11.5+, 3.12 atau 3.13 (64 bit^).
  pause
  exit /b 1
)
%PYTHON% -m venv --without-pip --clear .venv || goto failed
for %%f in (wheels\pip-*.whl) do set "PIP=%%f"
.venv\Scripts\python.exe "%PIP%\pip" install --quiet --no-compile --no-cache-dir --no-index --find-links wheels etika-widgets || goto failed
.venv\Scripts\python.exe -m etika_widgets.cli --version || goto failed
echo Terpasang. Mulai dengan jalankan.bat
if not "%1"=="diam" pause
exit /b 0
:failed
echo Pemasangan gagal. Pindahkan folder ini ke tempat dengan nama pendek, mis. C:\etika, lalu coba lagi.
pause
exit /b 1
