#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Reeve developers
"""Pictures of every screen, in light and dark, 1200 and 400 pixels wide: what the walk leaves behind."""
import walk

if __name__ == "__main__":
    walk.main()
