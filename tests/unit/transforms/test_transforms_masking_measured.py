"""How well names are found, on made sentences as people write them: Bahasa Indonesia, some Javanese, mostly small
letters. A name stands in braces. Precision and recall are counted in words: `pytest -s` prints them."""

import re

import polars as pl
import pytest

from contracts.names import GIVEN_NAMES, NO_NAMES, OFFICES, TITLES
from tests.unit.transforms.masking_sentences import FIRST, FIRST_NAMELESS, SECOND
from transforms.masking import masked

NAMED = """
petugas {zubaedah} ramah sekali
pak {budi} sangat membantu
bu {siti} di loket 2 judes
bu {siti aminah} tolong lebih ramah
petugas loket {suparman} kurang senyum
mas {agus} cepat pelayanannya
mbak {rina} di pendaftaran sopan
{zubaedah} melayani dengan baik
terima kasih {siti rahayu} atas bantuannya
{slamet riyadi} yang jaga parkir galak tidak
bidan {sulastri} sabar menghadapi pasien
dokter {hendra} datang terlambat
perawat {wahyuni} galak
pak {joko susilo} perlu ditegur
ibu {endang sulistyowati} baik
satpam {sutrisno} ramah
kasir {dewi} lama
mbak {yuli} mohon lebih cepat
pak {paijo} tidak di tempat
bpk {suyanto} terbaik
bpk. {mulyono} ramah
operator {bambang} main hp
staf {ningsih} jutek
petugas yang bernama {kasmuri} kasar
yang melayani namanya {tumini} baik
nama saya {lestari}
loket 3 {supriyadi} lambat sekali
kepala desa {suwarno} jarang di kantor
camat {hartono} mantap
pak lurah {sugianto} selalu ada
{ahmad} dan {fatimah} bekerja bagus
tolong {nurul hidayah} dipertahankan
PAK {BUDI} RAMAH
PETUGAS {ZUBAEDAH} RAMAH
BU {SITI AMINAH} JUDES
Petugas {Zubaedah} Ramah
Pak {Untung} baik
mas {bagus} ramah
mbak {indah} cepat
bu {puji lestari} cepat
mbak {melati} senyum terus
gus {mukhlis} baik
ning {laila} ramah
cak {mat} parkir kurang
pakde {karno} satpam baik
bulik {parti} kantin ramah
mbah {kromo} dibantu petugas
suwun pak {wagiman} wis dibantu
pak {darmaji} orangnya apik
mas {danang} sing jaga loket apik
bu {tarmi} ora ramah blas
{yanti} neng loket ora mesem
petugas {eko} apik tenan
petugase {ratna} judes
mbak {septi} kae lho sing judes
saudara {rendra} cuek
sdri {maimunah} teliti
sdr. {fauzi} membantu
ustadz {hasyim} jadi contoh
drg {andini} sabar
dr. {prasetyo} lama datang
admin {yuyun wahyuni} responsif
apoteker {susanti} ramah
bu {khoiriyah} melayani dengan senyum
pak {samsul} dan bu {jumiati} baik
saya dilayani {sri wahyuni} dengan baik
dibantu {muhammad rizki} sampai selesai
oleh {nanang} disuruh kembali besok
mohon {supriyanto} lebih sopan
anak saya {aisyah} ditolak
""".strip().splitlines()

NAMELESS = """
petugas ramah
petugas ramah dan cepat
petugas kurang senyum
petugas loket 2 jutek
petugas sangat membantu
petugas bagus pelayanannya
petugas indah senyumnya
petugas datang terlambat
petugas baik sekali
petugas lebih sabar lagi
bu saya mau tanya
pak camat baik
pak lurah jarang di kantor
pak kades ramah
ibu hamil diutamakan
ibu menyusui butuh ruang
ibu ibu antri lama
bapak bapak satpam ramah
bapak ibu petugas mohon lebih cepat
mbak yang di loket jutek
mbak di loket 2 sopan
mas parkir kurang ramah
mbak kasir cepat
pak satpam galak
pak dokter terlambat
bu bidan sabar
pak tolong kursinya ditambah
mas sama mbaknya baik
mbak nya judes
pak polisi baik
kakak petugas ramah
pelayanan bagus
pelayanan sangat memuaskan
tempat indah dan bersih
untung cepat dilayani
toilet kotor
parkir kurang luas
kursi tunggu ditambah
semoga lebih baik lagi
tetap semangat melayani
jam buka diperpanjang
tolong ac diperbaiki
antrian panjang tapi cepat
tingkatkan lagi
prosedur ribet
biaya terlalu mahal
mohon ada tempat ibadah
amin semoga berkah
tempat untuk lansia dan difabel
kepala puskesmas perlu turun
kepala dinas kurang tanggap
dokter gigi datang siang
dokter umum baik
perawat ramah semua
bidan desa aktif
kader posyandu aktif
selamat hari raya idul fitri
panca indra dan budaya antri
klinik pratama bersih
di dunia maya mudah dihubungi
dwi bahasa pengumuman
petugase ramah
pelayanane apik
wis apik kabeh
antrine suwe banget
ojo suwe suwe
ora usah ribet
petugas sing jaga kudu mesem
mas e apik
mbak e judes
pak e ora mesem
bu ne sabar
suwun sampun dibantu
sugeng enjing sing ramah
dina senin ojo tutup
iki isa luwih cepet
sae sanget pelayananipun
kasir lama
operator kurang paham
staf jutek
satpam tidur
admin lambat balas wa
nama petugas tidak jelas
kepada petugas harap ramah
oleh petugas dijelaskan
guru dan siswa putri
saya puas
saya kecewa
saya senang dilayani
kami antri dari pagi
pak mohon dipercepat
bu maaf mau tanya
mbak sangat membantu
mas sangat ramah
bapak sudah tua dibantu
ibu sudah lansia didahulukan
kartu keluarga cepat jadi
""".strip().splitlines()

WORD = re.compile(r"\[nama\]|[\w.']+")


def shown(texts: list[str]) -> list[str]:
    return pl.DataFrame({"text": texts}).select(masked(pl.col("text"))).to_series().to_list()


def words_hidden(text: str, after: str) -> set[int]:
    """Places of the words of a text that its masked form lacks, as far as the order tells."""
    left = WORD.findall(after)
    hidden = set()
    for place, word in enumerate(WORD.findall(text)):
        if left and left[0] == word:
            left.pop(0)
        else:
            hidden.add(place)
            if left and left[0] == "[nama]":
                left.pop(0)
    return hidden


def words_of_names(marked: str) -> set[int]:
    places, inside = set(), False
    for place, word in enumerate(re.findall(r"\{?[\w.']+\}?", marked)):
        inside = inside or word.startswith("{")
        if inside:
            places.add(place)
        inside = inside and not word.endswith("}")
    return places


@pytest.mark.parametrize(
    ("sentences", "lowest_precision", "lowest_recall"),
    [
        pytest.param(NAMED + NAMELESS, 0.95, 0.97, id="known"),
        pytest.param(FIRST + FIRST_NAMELESS, 0.86, 0.95, id="first"),
        pytest.param(SECOND, 0.9, 0.85, id="second"),
    ],
)
def test_precision_and_recall(sentences: list[str], lowest_precision: float, lowest_recall: float) -> None:
    texts = [re.sub("[{}]", "", sentence) for sentence in sentences]
    found = missed = too_many = 0
    for sentence, text, after in zip(sentences, texts, shown(texts), strict=True):
        names, hidden = words_of_names(sentence), words_hidden(text, after)
        found += len(names & hidden)
        missed += len(names - hidden)
        too_many += len(hidden - names)
        if names != hidden:
            print(f"{sentence} -> {after}")
    precision, recall = found / (found + too_many), found / (found + missed)
    print(f"{len(sentences)} sentences, {found + missed} words of names: {precision=:.3f} {recall=:.3f}")
    assert precision >= lowest_precision
    assert recall >= lowest_recall


@pytest.mark.parametrize("text", ["petugas ramah", "bu saya", "pak camat", "ibu hamil", "mbak yang di loket"])
def test_ordinary_words_stay(text: str) -> None:
    assert shown([text]) == [text]


def test_no_given_name_is_a_word_of_another_list() -> None:
    assert not set(GIVEN_NAMES) & {*NO_NAMES, *OFFICES, *TITLES}


def test_there_are_many_sentences() -> None:
    assert len(NAMED + NAMELESS) >= 160
    assert len(FIRST + FIRST_NAMELESS + SECOND) >= 200
