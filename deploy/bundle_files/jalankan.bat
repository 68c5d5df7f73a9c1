@echo off
rem Membuka kelas contoh; pilihan lain diteruskan, mis. jalankan.bat --port 8867
cd /d "%~dp0"
if not exist .venv\Scripts\python.exe call pasang.bat diam || exit /b 1
.venv\Scripts\python.exe -m etika_widgets.cli serve --demo %*
pause
