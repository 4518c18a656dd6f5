"""python -m station.modes.robot: apart from the robot, so that no child process loads it again."""

from station.modes.robot import main

if __name__ == "__main__":
    main()
