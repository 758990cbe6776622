@echo off
rem Finds a Python that is new enough and hands start.py the same words; its exit code is the answer.
setlocal enableextensions disabledelayedexpansion
set "ERRORLEVEL="
set "NEW_ENOUGH=import sys; sys.exit(sys.version_info < (3, 11))"
py -3 -c "%NEW_ENOUGH%" >nul 2>nul
if not errorlevel 1 goto launcher
python -c "%NEW_ENOUGH%" >nul 2>nul
if not errorlevel 1 goto plain
echo start: No Python 3.11 or newer was found. Install one from python.org, then start again. 1>&2
exit /b 1

:launcher
py -3 "%~dp0start.py" %*
exit /b %errorlevel%

:plain
python "%~dp0start.py" %*
exit /b %errorlevel%
