"""Floor 11: putting the plug-in into GIMP 3, checking that it can work, and taking it out again."""

from pixelstyle.gimp.doctor import Finding, examine
from pixelstyle.gimp.installation import install, uninstall
from pixelstyle.gimp.profiles import Profile, chosen_profiles, find_profiles

__all__ = ["Finding", "Profile", "chosen_profiles", "examine", "find_profiles", "install", "uninstall"]
