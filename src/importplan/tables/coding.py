"""In which coding a text file is, by what its bytes turn out to say; never by what merely decodes.

Almost any bytes decode as GB18030, so a text without a mark that is not UTF-8 is tested: whether its characters are
those that a text in that coding is made of. Of several codings that pass none is taken.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from itertools import islice

_UNMARKED = ("utf-16-le", "utf-16-be")  # as some programs write UTF-16
_LINES_AND_CELLS = frozenset("\n\r\t,;|")
_NO_TEXT = frozenset(("Cn", "Co", "Cs"))  # of no character, private, half of one
_MARKS = ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"), (b"\xef\xbb\xbf", "utf-8-sig"))
EXPECTED = ("utf-8", "utf-8-sig", "utf-16", "gb18030")  # what needs no word; the last is what Excel in China saves
_SEEN = 20_000  # signs beyond ASCII that are looked at
_FEW = 8  # Chinese characters, below which their frequency says little
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]+")
_IDEOGRAPH = re.compile("[\u3400-\u9fff\uf900-\ufaff]")
_KANA = re.compile("[\u3041-\u30ff]")
_HANGUL = re.compile("[\uac00-\ud7a3]")
_HALF_KANA = re.compile("[\uff61-\uff9f]")
_LATIN = re.compile("[À-ÖØ-öø-ÿŒœŠšŽžŸ€£¥§©®°±²³µ·¼½¾–—‘’“”„«»…•†‰ªº¿¡´¨\u00a0]")
# Frequent in texts of any kind and in those of this trade, simplified and traditional.
_FREQUENT = frozenset(
    "的税出口不用数进则件机一有期或单号元填行备项方中可文计为业未在其价写按工设及本目物量报是制到年加日已表核成他值算最企案格关率床和入需能名同"
    "对度定时求器条部位限没金与列应合请内保比个认录分免动后货式国造产称编商改电于供每作存费要增资压预无情上取装该例新只明确下自清平起第控月代理否"
    "额台收天待规万所品验大证发复多零示含型储重字减通原据以采少人库法放如景失约间全申购现缺管版整过高签款超前批运处财划相家结置损来形补次类测公码"
    "标付调仪政读实地开依样正留立选海参见体别二等试路断线把识各知照精风征源轴械区满查级外生组至料险低指程信使变三得质效种再心议检果导由子港术光季"
    "了从研常除会轮足去更直转准估非两优总液差建夹经利拉具但气门几意答带主解这力安先面密基技共半铸看联买长公司东广州深圳佛山企业有限责任股份集团精密"
    "甲乙丙丁厂床轴五三七九十百千我们你就要说她里那着道天事学成都好小么之民所家军身老给水又话但头情四手门间比已五口太少回走吗向常美声东南西北京上海李王张刘陈杨黄赵周吴"
    "這為個國們來時對會發動過說產種後學經進電實體機當點從業還應開關現間與數質氣無條沒結問題建變員總設長資邊統將組見計別論運農區強處隊給門規熱領"
    "導壓極聯認權證轉單風帶場務報華確張馬節話許廣記備號項額稅購買價貨幣東車輪軸測試劃類龍灣臺廠紡織貿責錢專級錄參樣買際勞團歷務"
)
# Syllables frequent in Korean; the bytes of a Korean text are also those of a Chinese one.
_FREQUENT_HANGUL = frozenset(
    "이다는의에을가고지하나사기은도자어리한인로대시아서전라들그정해수주보만일과상있제스우원부조장구여비것소면게니으모았성안를까러동공내생미문연무오거유신간금세물선국경업"
    "계중발방치단당저때화통실위명분관적결재행체개입마말못양산식형품목량격번호회급납월년작설두현앙용반영향트크드터레르노데프츠카타파베테브바배백북본법별복불속손송술습승심"
    "십알압액약언없역열염예온완왕외요울육율음응익임잔잘합확환활황후훈휴희흥힘학항험협호홍감강객갑값같건검견결겠격곡골곳관광교군권규균극근글길김끝날남낙난노녹농높누늘능님"
    "단달담답더던덕델독돌둘등디따떤또랑래략려력련령례론료류륙률름릭린림립링맞매맥머먹먼메며몇몸무묵밀및밑박받밖번벌범변병봉분빈빠빼쁘삼새색석섬섭셀셔션쇼숙순슬시신실싶싸써쓰씨"
    "악않암애액야얼업엇엔엘여연였오옥와왔용운울웨웹윤월위율을읽잡잭적절점접정져족존종좌죄죠준줄즈즉증직진질집짜쪽차착찬참창찾채책처척천철첨청초촉총최추축출충취측층치친칠침코콘큰키탁"
    "탈태택터토투특틀티팀판팔패페편평포폭표풍플피필하할함핵"
)
_MOSTLY, _OFTEN = 0.9, 0.25
_DAILY = 0.75  # of a text in GBK; the rest may be rare characters of names
_CERTAIN = 0.75  # of the few characters of a text that has no more


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text, the coding it was in, and whether that must be told: it is not one that is expected here."""

    text: str
    coding: str
    told: bool


class NoCoding(Exception):
    """The bytes are a text in no coding for certain; `cut` where they are UTF-8 with damaged characters."""

    def __init__(self, cut: bool = False) -> None:
        self.cut = cut
        super().__init__("no coding")


def decoded(content: bytes) -> Decoded:
    """The text of a file. Raises NoCoding where no coding fits, or several do."""
    marked = next((coding for mark, coding in _MARKS if content.startswith(mark)), "")
    for coding in (marked,) if marked else ("utf-8",):
        text = _decode(content, coding)
        if text is not None:
            return Decoded(text, coding, told=False)
    if marked:
        raise NoCoding(cut=marked == "utf-8-sig")
    if b"\0" in content:
        return _unmarked_utf_16(content)
    if _is_damaged_utf_8(content):
        raise NoCoding(cut=True)
    texts = {coding: _decode(content, coding) for coding in _TESTS}
    fitting = {coding: text for coding, text in texts.items() if text is not None and _TESTS[coding](_beyond(text))}
    if len(fitting) != 1:
        raise NoCoding
    ((coding, text),) = fitting.items()
    if coding == "gb18030" and _may_be_korean(content, text):
        raise NoCoding
    return Decoded(text, coding, told=coding not in EXPECTED or not _is_certain(_beyond(text)))


def _unmarked_utf_16(content: bytes) -> Decoded:
    """UTF-16 without a mark: in the right order of its bytes a table has lines and cells, and none but characters."""
    texts = {coding: _decode(content, coding) for coding in _UNMARKED}
    fitting = {coding: text for coding, text in texts.items() if text is not None and _is_a_table(text)}
    if len(fitting) != 1:
        raise NoCoding
    ((coding, text),) = fitting.items()
    return Decoded(text, coding, told=True)


def _is_a_table(text: str) -> bool:
    signs = set(text)
    control = any(unicodedata.category(sign) == "Cc" for sign in signs - _LINES_AND_CELLS)
    return bool(signs & _LINES_AND_CELLS) and not control and _NO_TEXT.isdisjoint(map(unicodedata.category, signs))


def _may_be_korean(content: bytes, chinese: str) -> bool:
    """Whether bytes that read as Chinese are a Korean text in EUC-KR just as well: all syllables, and often frequent.

    Of Chinese characters somewhat more than half have the bytes of a syllable, so that it is a question of short texts.
    """
    korean = _decode(content, "euc_kr")
    syllables = "" if korean is None else "".join(_HANGUL.findall(korean))
    read = _IDEOGRAPH.findall(_beyond(chinese))
    if korean is None or not syllables or _share(_beyond(korean), _HANGUL.match) < _MOSTLY:
        return False
    korean_often = _share(syllables, _FREQUENT_HANGUL.__contains__)
    chinese_often = _share("".join(read), _FREQUENT.__contains__)
    return korean_often > 2 * _OFTEN or chinese_often < (_CERTAIN if korean_often else 2 * _OFTEN)


def _decode(content: bytes, coding: str) -> str | None:
    try:
        text = content.decode(coding)
    except UnicodeDecodeError:
        return None
    return None if "\0" in text else text


def _is_damaged_utf_8(content: bytes) -> bool:
    """Whether most of what is beyond ASCII is sound UTF-8."""
    signs = "".join(_beyond(content.decode("utf-8", errors="replace")).split())
    damaged = signs.count("\ufffd")
    return len(signs) - damaged > 2 * damaged


def _beyond(text: str) -> str:
    """The first signs beyond ASCII, as they stand together."""
    return " ".join(match[0] for match in islice(_BEYOND_ASCII.finditer(text), _SEEN))[:_SEEN]


def _frequency(signs: str) -> float:
    """The share of frequent characters among the Chinese ones; 1 where there are none."""
    found = _IDEOGRAPH.findall(signs)
    return sum(sign in _FREQUENT for sign in found) / len(found) if found else 1.0


def _share(signs: str, fits: Callable[[str], object]) -> float:
    said = "".join(signs.split())
    return sum(bool(fits(sign)) for sign in said) / max(len(said), 1)


def _encodable(sign: str, coding: str) -> bool:
    try:
        sign.encode(coding)
    except UnicodeEncodeError:
        return False
    return True


def _is_gbk(signs: str) -> bool:
    """Characters in daily use, often the frequent ones; other bytes decode to rare ones."""
    daily = _share(signs, lambda sign: _encodable(sign, "gb2312") or not _IDEOGRAPH.match(sign))
    private = _share(signs, lambda sign: "\ue000" <= sign <= "\uf8ff")
    enough = _frequency(signs) >= _OFTEN or len(_IDEOGRAPH.findall(signs)) < _FEW
    return daily >= _DAILY and private == 0 and enough


def _is_certain(signs: str) -> bool:
    """Whether the frequency of characters leaves no doubt, however few there are."""
    return _frequency(signs) >= (_CERTAIN if len(_IDEOGRAPH.findall(signs)) < _FEW else _OFTEN)


def _is_big5(signs: str) -> bool:
    often = [sign for sign in signs if _IDEOGRAPH.match(sign)]
    daily = _share("".join(often), lambda sign: sign.encode("big5")[0] <= 0xC6)
    return bool(often) and daily >= _MOSTLY and _frequency(signs) >= 2 * _OFTEN


def _is_shift_jis(signs: str) -> bool:
    """Kana of full width among the characters; of half width they are bytes of something else."""
    return _share(signs, _KANA.match) >= _OFTEN / 2 and _share(signs, _HALF_KANA.match) < _OFTEN


def _is_western(signs: str) -> bool:
    """Letters with accents and signs of Western Europe, one by one among plain letters."""
    runs = signs.split()
    return _share("".join(runs), _LATIN.match) == 1.0 and sum(len(run) == 1 for run in runs) >= _MOSTLY * len(runs)


_TESTS: dict[str, Callable[[str], bool]] = {
    "gb18030": _is_gbk,
    "big5": _is_big5,
    "cp932": _is_shift_jis,
    "cp1252": _is_western,
}
