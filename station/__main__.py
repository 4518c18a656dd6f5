"""python -m station"""

from multiprocessing import freeze_support

from station.modes.cli import main

if __name__ == "__main__":
    freeze_support()  # a packaged program is its own child processes' program, too
    main()
