"""`bvt completion`: what a shell needs to complete commands, options, codes and refs on Tab."""

from typing import Annotated

import typer

from bvt_cli.commands import arguments
from bvt_cli.commands.context import Session
from bvt_cli.core.texts import mark, text

command = typer.Typer()

BASH = r"""# Completion of bvt for bash; made by: bvt completion bash
_bvt() {
    local IFS=$'\n' found
    found=$("$1" __complete "$COMP_CWORD" "${COMP_WORDS[@]}" 2>/dev/null)
    COMPREPLY=()
    case $found in
        :files) compopt -o default 2>/dev/null ;;
        :dirs) compopt -o dirnames 2>/dev/null ;;
        *) COMPREPLY=($found) ;;
    esac
}
complete -F _bvt bvt
"""
ZSH = r"""#compdef bvt
# Completion of bvt for zsh; made by: bvt completion zsh
_bvt() {
    local -a found
    found=("${(@f)$("${words[1]}" __complete "$((CURRENT - 1))" "${words[@]}" 2>/dev/null)}")
    case ${found[1]} in
        :files) _files ;;
        :dirs) _files -/ ;;
        ?*) compadd -a found ;;
    esac
}
if [ "${funcstack[1]}" = "_bvt" ]; then
    _bvt "$@"
else
    compdef _bvt bvt
fi
"""
FISH = r"""# Completion of bvt for fish; made by: bvt completion fish
function __bvt_complete
    set -l words (commandline -opc)
    set -l current (commandline -ct)
    set -l found ($words[1] __complete (count $words) $words "$current" 2>/dev/null)
    switch "$found[1]"
        case :files
            __fish_complete_path "$current"
        case :dirs
            __fish_complete_directories "$current"
        case '?*'
            printf '%s\n' $found
    end
end
complete -c bvt -f -a '(__bvt_complete)'
"""
SCRIPTS = {"bash": BASH, "zsh": ZSH, "fish": FISH}
FILES = {
    "bash": "~/.local/share/bash-completion/completions/bvt",
    "zsh": "~/.zfunc/_bvt",
    "fish": "~/.config/fish/completions/bvt.fish",
}
EXAMPLES = "\n".join(
    (
        f"bvt completion bash > {FILES['bash']}",
        f"bvt completion zsh > {FILES['zsh']}",
        mark("zsh reads that folder when ~/.zshrc says: fpath=(~/.zfunc $fpath); autoload -Uz compinit; compinit"),
        f"bvt completion fish > {FILES['fish']}",
        mark("Make the folder first where there is none (mkdir -p); new shells complete bvt from then on."),
    )
)


@command.command(
    "completion",
    help=mark(
        "Print what a shell needs to complete bvt on Tab: commands, options, codes, and the refs in the register."
        " Put it where the shell looks for it; names are never shown."
    ),
    epilog=EXAMPLES,
)
def completion(
    ctx: typer.Context, shell: Annotated[str, typer.Argument(metavar="bash|zsh|fish", help=mark("Which shell."))]
) -> None:
    session: Session = ctx.obj
    which = arguments.code(shell, "SHELL", tuple(SCRIPTS))
    session.out.write(SCRIPTS[which])
    if session.out.on_terminal:
        session.out.tell(text("Put this into {file}; new shells read it.", file=FILES[which]))
