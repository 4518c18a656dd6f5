"""The command: `python -m bench NAME`."""

import importlib
import json
import pkgutil
import sys

import bench


def names() -> list[str]:
    """Return the promises that can be measured."""
    return sorted(
        m.name for m in pkgutil.iter_modules(bench.__path__) if not m.name.startswith("_")
    )


def main(arguments: list[str]) -> int:
    """Measure one promise and print it; 0 if it holds, 1 if not, 2 for a wrong name."""
    if not arguments or arguments[0] not in names():
        print(
            f"usage: python -m bench NAME [OPTION ...], where NAME is one of: {', '.join(names())}"
        )
        return 2
    report = importlib.import_module(f"bench.{arguments[0]}").run(*arguments[1:])
    print(json.dumps(report, indent=2, ensure_ascii=False))
    return 0 if report["holds"] else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
