@echo off
rem Plans the case workbook that is dropped on this file; without one it writes an empty template beside itself.
rem Plain ASCII on purpose: cmd reads batch files in whatever code page it is set to. importplan says the rest.
setlocal
chcp 65001 >nul
set "PYTHONUTF8=1"
set "RUN=importplan"
if exist "%~dp0.venv\Scripts\importplan.exe" set "RUN=%~dp0.venv\Scripts\importplan.exe"
if not "%IMPORTPLAN%"=="" set "RUN=%IMPORTPLAN%"
if "%~1"=="" goto template
"%RUN%" check "%~1"
if errorlevel 1 goto end
"%RUN%" plan "%~1"
goto end
:template
"%RUN%" new "%~dp0case.xlsx"
:end
pause
