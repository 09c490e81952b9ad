from extractors.cutting import Cuts
from extractors.pieces import Memo

BUILT_FROM: str

class Cutter:
    memo: Memo
    def __init__(self, memo: Memo) -> None: ...
    def cut(self, text: str) -> Cuts: ...
