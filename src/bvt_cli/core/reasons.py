"""Why the system says no, in words that can be translated."""

import errno

from bvt_cli.core.texts import Text, mark, text

_REASONS = {
    errno.ENOENT: mark("there is no such file or folder"),
    errno.EACCES: mark("you do not have the rights for it"),
    errno.EPERM: mark("you do not have the rights for it"),
    errno.ENOSPC: mark("the disk is full"),
    errno.EDQUOT: mark("your part of the disk is full"),
    errno.EFBIG: mark("it would be larger than files may be here"),
    errno.EIO: mark("the disk fails"),
    errno.EMFILE: mark("more files are open than a process may have here"),
    errno.EISDIR: mark("it is a folder"),
    errno.ENOTDIR: mark("part of its path is a file, not a folder"),
    errno.EROFS: mark("the disk can only be read"),
    errno.EEXIST: mark("it exists already"),
    errno.ENAMETOOLONG: mark("its name is too long"),
    errno.EBADF: mark("it is closed"),
    errno.EPIPE: mark("nobody reads it any more"),
}


def system_reason(error: OSError) -> Text | str:
    """What the system says, inside a sentence; in its own words where bvt has none."""
    if error.errno in _REASONS:
        known = _REASONS[error.errno]
        return text(known)
    return error.strerror or type(error).__name__
