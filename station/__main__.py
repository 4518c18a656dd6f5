"""python -m station"""

from station.modes.cli import main

main()
