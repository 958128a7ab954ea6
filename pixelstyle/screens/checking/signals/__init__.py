"""Could the codes of such a signal have made what is shown?"""
