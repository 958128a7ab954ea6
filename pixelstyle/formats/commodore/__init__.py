"""Files of Commodore's computers beside the C64, and of the MEGA65, a module a machine."""
