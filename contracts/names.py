"""Words that announce a person's name in a text, and words that are nobody's name.

Not here: the patterns that find a name with them (`transforms.masking`).
"""

from typing import Final


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


TITLES: Final = _words(
    """
    bapak bapa bpk pak pakde pakdhe paklek ibu bu bude budhe bulek mas mbak mba mbk sdr sdri saudara saudari kak kakak
    bang abang mbah kang cak gus ning neng ustad ustadz ust ustadzah kyai kiai nyai
    """
)
"""Whatever follows is a name, in small letters too, unless it is one of NO_NAMES."""

OFFICES: Final = _words(
    """
    h hj kh dr drg drh drs dra ir prof ny nn tuan nyonya om tante adik dek dik dokter bidan suster sus perawat mantri
    ners apoteker petugas pegawai staf staff operator admin satpam security kasir teller cs lurah kades camat sekcam
    sekdes carik kasun modin kasi kasubag kabag kabid kadin kapus kepala ketua guru saya kami ttd salam kepada kpd
    oleh akun ig fb
    """
)
"""A capitalised word that follows is a name, unless it is one of NO_NAMES."""

NO_NAMES: Final = (
    # Offices and places
    *_words(
        """
        admin akta aparat apotek apoteker bagian bank bidan bidang bpjs camat cs customer service dan daerah desa
        dinas direktur dokter dukcapil farmasi gigi guru hamil igd indonesia jaga kabag kabid kabupaten kader kades
        kadin kantor kapus karyawan kasi kasir kasubag kasun kecamatan kelurahan kepala ketua kia kk ktp laboratorium
        loket lurah mahasiswa mantri masyarakat menyusui modin mojokerto negeri ners operator parkir pasien pegawai
        pelayan pelayanan pemdes pemerintah pendaftaran perawat perangkat petugas pimpinan pns polisi poli posyandu
        puskesmas rsud rt rumah rw sakit satpam security sekcam sekdes sekretaris seksi sopir staf staff suster swasta
        tangga teller tu tukang umum warga wali bupati wabup gubernur presiden sekda menteri resepsionis pihak wni anak
        """
    ),
    # Titles: of two in a row the last one announces
    *_words(
        """
        bapak bapa bpk pak pakde pakdhe ibu bu bude budhe mas mbak mba mbk sdr sdri saudara saudari kak kakak bang
        abang
        """
    ),
    # Small words
    *_words(
        """
        ada adalah agar akan alhamdulillah antara apa apabila apalagi atas atau bagi bahwa banyak baru bawah beberapa
        belum biar biasa bila bisa blm boleh buat bukan dalam dan dapat dari demi dengan depan dg dgn di dia dll dlm
        dr dulu ga gak harap harus hanya hari hingga ini itu jadi jangan jg juga jika kali kalau kalo kami karena
        kebanyakan kepada ketika kita klo kok kpd krg kurang lagi lain langsung lebih maaf maka mana masih masing mau
        melalui mereka mesti mohon namun nggak ngga nya oleh pada para paling perlu pernah pun saat saja sama sampai
        sampe sangat saya sdh sebagai sebelah sebelum secara sedang sehingga sejak sekali sekarang selain selalu
        selama selesai seluruh semoga semua semuanya sering serta sesuai setelah setiap siapa si sini situ sudah
        supaya tadi tanpa tapi tdk telah tentang terhadap terlalu terus tetap tetapi tiap tidak tolong udah untuk utk
        walau ya yaitu yang yg
        """
    ),
    # What suggestions are made of, as far as nobody is called so
    *_words(
        """
        acuh antri antrean antre arahan asli baca bahasa baik banget bantu bantuan berkas biaya bicara buka buruk
        cepat cepet cuek cukup datang didepan dilayani dijawab diperbaiki disini ditingkatkan diterima e galak gratis
        hasil info informasi jam jelas jelek judes jutek kasar kasih kerja ketus kinerja kipas kotor kursi lama lambat
        lancar lapor lelet lemot loket luas mahal marah masuk melayani membantu memberi memberikan memperbaiki
        menanyakan mengurus menjelaskan menunggu meningkatkan minta mudah murah ne online orang orangnya parkiran
        pelayanannya pengaduan pengurusan pertahankan petugasnya profesional prosedur proses puas pulang ramah
        responsif ribet ruang ruangan ruwet salah saran sarana senyum sigap sinis sistem sopan surat susah syarat
        tambah tambahkan tanggap telat tempat tepat terbaik terima terimakasih tingkatkan toilet tunggu tutup uang
        waktu wifi memperhatikan memperhatikannya sehat cantik ganteng
        """
    ),
)
"""Words that may follow a title without being a name."""
