"""Themes of suggestions and the words that tell them.

Belongs here: which themes there are, which words count for each, and which texts say nothing. Not here:
how a text is split and counted (`transforms.figures.themes`), or how a name is masked (`transforms.masking`).
"""

from dataclasses import dataclass
from typing import Final

ALL_THEMES: Final = "all"
"""Stands for every suggestion that says something."""
OTHER_THEME: Final = "other"
OTHER_LABEL: Final = "Lain-lain"


@dataclass(frozen=True)
class Theme:
    """A theme: its code, its label in a report, and beginnings of words (casefolded) that tell it. Words of
    two parts stand with one space; one with a space at its end counts only as a whole word. `unsur`: codes of
    those that it speaks of, where that is certain."""

    code: str
    label: str
    words: tuple[str, ...]
    unsur: tuple[str, ...] = ()


def _words(text: str) -> tuple[str, ...]:
    """Words apart by commas; `=` at the end marks a whole word."""
    return tuple(" ".join(word.split()).replace("=", " ") for word in text.split(","))


THEMES: Final[tuple[Theme, ...]] = (
    Theme(
        "waktu",
        "Kecepatan dan waktu pelayanan",
        _words(
            """
            cepat, cepet, kecepat, percepat, dipercepat, mempercepat, lekas, gercep, sat set, satset, gesit, sigap,
            lama=, lamaa, lamanya, lama2, kelamaan, lambat, lamban, kelambat, terlambat, lelet, lemot, molor, telat,
            suwe, suwi, dangu, rikat, ndang, antri, antre, ngantri, ngantre, mengantri, mengantre, diantri, antean,
            menunggu, nunggu, ditunggu, tunggu lama, lama tunggu, waktu, ontime, on time, nomor urut, no urut,
            berjam, seharian, berhari hari, tertunda, ditunda, penundaan, efisien, efektif
            """
        ),
        unsur=("U3",),
    ),
    Theme(
        "sikap",
        "Sikap dan keramahan petugas",
        _words(
            """
            ramah, keramah, diramah, sopan, kesopan, santun, senyum, salam sapa, sapa=, disapa, menyapa, 3s=, 5s=,
            judes, jutek, cuek, galak, kasar, ketus, sinis, sombong, angkuh, acuh, cemberut, mrengut, marah,
            dimarahi, emosi, bentak, dibentak, membentak, nesu, sengak, grapyak, sumeh, semanak, andhap asor, sabar,
            sikap, perilaku, kelakuan, etika, attitude, tata krama, unggah ungguh, humanis, empati, peduli, simpati,
            pilih kasih, membeda, dibeda, diskriminasi, adil=, ngobrol, main hp, mainan hp, bermain hp, ngamuk
            """
        ),
        unsur=("U7",),
    ),
    Theme(
        "kompetensi",
        "Kemampuan dan jumlah petugas",
        _words(
            """
            kompeten, kemampuan, terampil, keterampilan, trampil, cekatan, cakap, profesional, disiplin,
            kedisiplinan, paham, memahami, pemahaman, menguasai, teliti, ketelitian, salah ketik, salah tulis, salah
            input, salah nama, kesalahan, pelatihan, dilatih, diklat, bimtek, sdm=, tambah petugas, petugas
            ditambah, menambah petugas, penambahan petugas, tambahan petugas, petugas kurang, kurang petugas, jumlah
            petugas, petugas sedikit, petugasnya sedikit, petugasnya kurang, petugas tidak ada, petugas tdk ada,
            petugas gak ada, petugas sering, petugas jarang, tambah dokter, dokter ditambah, tambah pegawai, tambah
            tenaga
            """
        ),
        unsur=("U6",),
    ),
    Theme(
        "prosedur",
        "Persyaratan dan prosedur",
        _words(
            """
            prosedur, syarat, persyarat, berkas, dokumen, ribet, diribet, ruwet, rumit, berbelit, bertele, mbulet,
            njlimet, angel=, mudah, kemudah, permudah, dipermudah, mempermudah, gampang, gampil, sulit, persulit,
            dipersulit, mempersulit, kesulitan, susah, dipersusah, sederhana, disederhana, penyederhana, simpel,
            simple, praktis, birokrasi, alur, mekanisme, tata cara, sop=, standar pelayanan, bolak balik, wira wiri,
            mondar mandir, riwa riwi, fotokopi, foto kopi, fotocopy, foto copy, fc=, formulir, blangko, blanko, satu
            pintu, surat pengantar, pengantar rt
            """
        ),
        unsur=("U1", "U2"),
    ),
    Theme(
        "biaya",
        "Biaya dan pungutan",
        _words(
            """
            biaya, berbiaya, tarif, ongkos, bayar, dibayar, membayar, pembayaran, mbayar, uang, duit, duwit, arto=,
            murah, mahal, larang=, gratis, cuma cuma, pungli, dipungut, memungut, pungut, suap, menyuap, sogok,
            nyogok, amplop, percaloan, korupsi, gratifikasi, retribusi, qris, rp=, non tunai, harga=, harganya,
            calo=, calonya
            """
        ),
        unsur=("U4",),
    ),
    Theme(
        "sarana",
        "Sarana dan prasarana",
        _words(
            """
            sarana, prasarana, sarpras, fasilitas, parkir, toilet, wc=, kamar mandi, kamar kecil, jamban, wastafel,
            ac=, acnya, ac nya, kipas, panas=, kepanasan, gerah, sumuk, pengap, ruang, kursi, bangku, tempat duduk,
            lenggah, meja, loket, gedung, bangunan, kantornya, halaman, kanopi, atap, bocor, cat=, pengecatan,
            renovasi, direnovasi, rusak, sempit, luas, perluas, diperluas, mushol, musol, mushal, masjid, tempat
            ibadah, tempat sholat, wifi, wi fi, listrik, lampu, genset, padam, komputer, printer, mesin, alat,
            peralatan, bersih, kebersih, dibersih, resik, kotor, jorok, bau=, pesing, sampah, air=, dispenser,
            taman=, kantin, tempat bermain, bermain anak, laktasi, menyusui, difabel, disabilitas, ramp=, lansia,
            pengeras suara, speaker, sound, microphone, mikrofon, tv=, televisi, cctv, stop kontak, colokan,
            charger, nyaman, kenyaman, ketidaknyaman, akses jalan, obat, ambulan
            """
        ),
        unsur=("U9",),
    ),
    Theme(
        "digital",
        "Layanan daring dan jaringan",
        _words(
            """
            online, onlen, onlain, daring, digital, didigital, aplikasi, app=, apps=, website, web=, laman=, situs,
            sistem error, error, eror, server, jaringan, internet, sinyal, koneksi, offline, gangguan sistem,
            sistemnya, login, upload, unggah=, download, unduh, diunduh, elektronik, otomatis, barcode, qr=, lewat
            hp, via hp, lewat wa, via wa, pakai hp, ikd=
            """
        ),
    ),
    Theme(
        "jadwal",
        "Jam dan hari pelayanan",
        _words(
            """
            jamnya, jam buka, jam tutup, jam kerja, jam pelayanan, jam layanan, jam istirahat, jadwal, dijadwal,
            terjadwal, sabtu, libur, istirahat, 24 jam, shift, piket, jemput bola, buka=, dibuka jam, dibuka lebih,
            dibuka hari, tutup=, hari minggu, jam operasional, sesuai jam, jam masuk, jam pulang
            """
        ),
    ),
    Theme(
        "informasi",
        "Kejelasan informasi",
        _words(
            """
            informasi, informatif, menginformasi, diinformasi, terinformasi, info=, infonya, sosialisasi,
            disosialisasi, mensosialisasi, pengumuman, diumumkan, umumkan, petunjuk, penunjuk, papan, banner,
            brosur, spanduk, leaflet, pamflet, baliho, jelas, kejelas, perjelas, diperjelas, memperjelas, penjelas,
            dijelas, menjelas, ketidakjelas, bingung, membingung, kebingung, transparan, keterbukaan, terbuka,
            pemberitahu, diberitahu, dikabari, kabar, konfirmasi, medsos, media sosial, edukasi, penyuluhan, arahan,
            diarahkan, mengarahkan, kepastian
            """
        ),
    ),
    Theme(
        "pengaduan",
        "Pengaduan dan tanggapan",
        _words(
            """
            pengaduan, aduan, adukan, mengadu, diadukan, keluhan, dikeluhkan, mengeluh, keluh=, komplain, complain,
            komplen, protes, lapor, dilapor, melapor, kotak saran, kotak pengaduan, call center, hotline, whatsapp,
            wa=, nomor wa, respon, direspon, merespon, fast respon, tanggap, ditanggap, menanggap, tindak lanjut,
            tindaklanjut, ditindak, menindaklanjuti, solusi, evaluasi, dievaluasi, diabaikan
            """
        ),
        unsur=("U8",),
    ),
    Theme(
        "peningkatan",
        "Peningkatan pelayanan pada umumnya",
        _words(
            """
            tingkatkan, ditingkatkan, tingkatin, tingkatno, meningkat, peningkatan, tingkatan lagi, lebih baik,
            lebih maju, lebih sempurna, lebih optimal, dioptimal, optimalkan, maksimalkan, dimaksimal, benahi,
            dibenahi, pembenahan, berbenah, inovasi, berinovasi, berkembang, dikembangkan, kembangkan, luwih apik,
            luwih becik, perbaiki pelayanan, pelayanan diperbaiki, pelayanannya diperbaiki, perbaikan pelayanan,
            maju
            """
        ),
    ),
    Theme(
        "apresiasi",
        "Apresiasi",
        _words(
            """
            terima kasih, terimakasih, trimakasih, trima kasih, makasi, mksh, tengkyu, thanks, thank you, thx=,
            tks=, tq=, nuwun, suwun, sembah nuwun, maturnuwun, hatur nuhun, jazakumullah, barakallah, alhamdulillah,
            sudah baik, udah baik, sdh baik, sudah sangat baik, sudah cukup baik, sangat baik, baik sekali, baik
            banget, cukup baik, pelayanan baik, pelayanan yang baik, pelayanannya baik, selalu baik, semua baik,
            semuanya baik, bagus, mantap, mantab, mantul, mantep, puas, memuaskan, kepuasan, senang, seneng, bangga,
            pertahankan, dipertahankan, mempertahankan, pertahanken, keren, luar biasa, hebat, istimewa, terbaik,
            juara, top=, topp, jos=, joss, jozz, apik, sae=, becik, best=, good, nice=, excellent, perfect,
            sempurna, sukses, bintang lima, bintang 5, jempol, recommended, semangat, pelayanan ok, pelayanannya ok,
            ok banget, oke banget
            """
        ),
    ),
)
"""In the order in which equal counts are listed."""

_NOT = ("tidak", "tdk", "tak", "kurang", "krg", "belum", "blm", "gak", "ga", "nggak", "ngga", "ora", "lebih", "agar")
_PRAISE = ("puas", "memuaskan", "bagus", "senang", "sempurna", "apik")
PASSED_OVER: Final = ("mudah mudahan", "mudah2an", *(f"{negation} {praise}" for negation in _NOT for praise in _PRAISE))
"""Phrases that hold a word of a theme and do not mean it: they are left out before themes are looked for."""

EMPTY_WORDS: Final = frozenset(
    _words(
        """
        tidak, tdk, tak, gak, ga, nggak, ngga, enggak, gaada, takada, tidakada, tiada, tanpa, belum, blm, blum,
        ndak, nda, mboten, ora, bukan, ada, ad, adalah, punya, perlu, kata, komen, komentar, saran, sarannya,
        kritik, kritikan, kritiknya, masukan, masukannya, usul, usulan, keluhan, kendala, catatan, tanggapan, pesan,
        kesan, pendapat, apapun, apa, pun, yang, yg, untuk, utk, dan, atau, dari, saat, ini, sementara, sekarang,
        hari, dulu, lagi, sih, kok, saya, sy, aku, kami, dalam, hal, nihil, kosong, none, no, not, nothing, nope,
        null, nil, na, n, a, t, tahu, tau, ya, iya, yes, y, oke, ok, okey, okay, oce, okelah, sip, siip, test, tes,
        testing, coba, xxx
        """
    )
)
"""A suggestion made of nothing but these says nothing; nor does one with less than two letters."""

EMPTY_TEXTS: Final = frozenset(
    _words(
        """
        baik, baik baik, baik baik saja, cukup, cukup sekian, lancar, aman, biasa, biasa saja, normal, netral, sama,
        sesuai, sudah, sudah cukup, sdh cukup, gitu aja, itu saja, itu aja
        """
    )
)
"""Suggestions that say nothing as they stand, though their words may elsewhere ("tidak lancar")."""
