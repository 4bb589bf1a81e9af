"""Words that announce a person's name in a text, and words that are nobody's name.

Not here: the patterns that find a name with them (`transforms.masking`).
"""

from typing import Final


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


TITLES: Final = _words(
    """
    bapak bapa bpk pak pakde pakdhe paklek ibu bu bude budhe bulek mas mbak mba mbk sdr sdri saudara saudari kak kakak
    bang abang mbah kang cak gus ning neng ustad ustadz ust ustadzah kyai kiai nyai hj drg buk mbakyu bulik paklik
    """
)
"""Whatever follows is a name, in small letters too, unless it is one of NO_NAMES."""

OFFICES: Final = _words(
    """
    h kh dr drh drs dra ir prof ny nn tuan nyonya om tante adik dek dik dokter bidan suster sus perawat mantri
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
        bapak bapa bpk pak pakde pakdhe ibu bu buk bude budhe bulik paklik mas mbak mba mbk mbakyu sdr sdri saudara
        saudari kak kakak bang abang
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
        walau ya yaitu yang yg malah memang bahkan justru sempat sambil maupun serta ttg sm kayak seperti begitu gitu
        gimana bagaimana mengapa kenapa ayo mari silakan silahkan tersebut berada bertugas
        """
    ),
    # What suggestions are made of, as far as nobody is called so
    *_words(
        """
        acuh antri antrean antre arahan asli baca bahasa baik banget bantu bantuan berkas biaya bicara buka buruk
        cepat cepet cuek cukup datang dibantu didepan dilayani dijawab diperbaiki disini ditingkatkan diterima e
        galak gratis hasil info informasi jam jelas jelek judes jutek kasar kasih kerja ketus kinerja kipas kotor
        kursi lama lambat lancar lapor lelet lemot loket luas mahal marah masuk melayani membantu memberi memberikan
        memperbaiki menanyakan mengurus menjelaskan menunggu meningkatkan minta mudah murah ne online orang orangnya
        parkiran pelayanannya pengaduan pengurusan pertahankan petugasnya profesional prosedur proses puas pulang
        ramah responsif ribet ruang ruangan ruwet salah saran sarana senyum sigap sinis sistem sopan surat susah
        syarat tambah tambahkan tanggap telat tempat tepat terbaik terima terimakasih tingkatkan toilet tunggu tutup
        uang waktu wifi memperhatikan memperhatikannya sehat cantik ganteng mantap jempol sukses keren hebat luar
        top bagian bertanya ditanya menyapa menjawab menerima mengarahkan diarahkan membentak bentak membuat
        memanggil dipanggil memeriksa melihat duduk berdiri datangnya pergi main hp ngobrol makan istirahat absen
        dipercepat ditambah diganti ditegur dibina dilatih pertama kedua kecil besar muda tua lansia difabel
        disabilitas depan luar hijab jilbab kacamata berhijab berjilbab berkacamata berkumis baju seragam piket
        jawab paham mengerti pintar disiplin jujur teliti rapi bersih nyaman enak kecewa bingung capek panas sepi
        rame ramai
        """
    ),
    # The same in Javanese
    *_words(
        """
        apik alon banter crigis cepete dadi durung dhewe elek gelem gampang iki isih iso isok iku kae karo kesuwen kudu
        kuwi lan luwih mbenjing mboten menowo mesem moro nang ndang ndek neng ngaten nek ngono niku niki nyambut gawe
        ojo ojok opo ora pancen pinter pol rampung rodok sae sampun sanget saking semanak sing sregep suwe
        suwun tansah tulung wae wes wis yen yo
        """
    ),
)
"""Words that may follow a title without being a name."""

GIVEN_NAMES: Final = _words(
    """
    abdul abdullah abidin achmad aditya afandi agus agustin agustina ahmad ainun aisah aisyah alfian alfiyah alif
    alifah aliyah amalia amelia aminah aminatun amir anang andi andik andre andri andriani angga anggi anggraini
    anik anisa anissa anita annisa antok anton ardi ardian ari arianto arief arifin aris aryo asmaul astuti atik
    aulia azizah badrun bahrul bambang basuki bayu beni budi budiono cahyono chandra choirul deddy dedi dedik deni
    denny desi devi dewi dhea dian diana didik dimas dini djoko doni eddy edi efendi eko endang eni erna ernawati
    erni ervina eva evi fadilah faisal farid farida faridah fatim fatimah fatma fauzan fauzi febri febriana ferdi
    feri ferry fika firman fitria fitriani galih galuh gatot gunawan hadi halimah hamid hamidah hanafi handayani
    hani hanifah hariono hariyanto hartini hartono haryanto hasan hasanah hasyim hendra hendri hendrik hengki heni
    heri herman hermawan heru hidayat husein ida ifa ika ikhsan ilham ilyas imron inayah indarti irawan irfan irma
    ismail ismiati isnaini iwan jainul jamal jamilah joko jono jumadi jumiati juwariyah kartini kasiani kasmin
    khadijah khoiriyah khoirul khusnul kiki krisna kurniawan kusnadi laila lailatul leni lia lilik lilis lina linda
    lukman lukmanul luluk lutfi maimunah makruf maria mariyam marsinah marsudi martini maryam masruroh maulana mia
    miftah miftahul misbah misnan mochamad mochammad mohamad mohammad muchammad mufid muhajir muhamad muhammad
    mujiati mujiono mukhlis mulyadi mulyani mulyono munir mursid musa muslimin mustofa mutia muzaki nabila nadia
    naim nanang nani nanik nasrul nia niken nina ningsih nisa novi novita nunuk nunung nur nuraini nurhadi nurhayati
    nurjanah nurlaila nurul nyoman paijo paimin painem pairin parman parmi parti ponidi poniman ponirah prasetya
    prasetyo priyono purnomo purwanto puspita rachmad rahmad rahmawati rani ratih ratna ratnasari retno reza rian
    riana ridwan rifai rika rina rini rio riski risma rizal rizki rizky rohmah rohman rohmat roni rosidah rosita
    rudi rudy rukmini rusdi rusmini sadikin safitri saiful samsul samsuri santi santoso saptono sarah sarinah saudah
    setiawan setyawan setyo shinta sholikah sigit sinta siska siswanto siti slamet sofyan solikhah solikin sony sri
    subagyo subandi sudarmi sudarno sudarsono sudirman sugianto sugiarto sugiono suhartini suhartono sujarwo sujiati
    sukarno sukarti sukini sukirman sulaiman sulastri sulis sulistyo sulistyowati sumarni sumarno sumiati sumini
    sunardi sunarti sunarto supardi suparman suparmi suparno suprapto supriadi supriyadi supriyanto suratmi suratno
    suryadi suryani susanti susanto susilo susilowati sutikno sutini sutrisno suwandi suwarni suwarno suyanto suyono
    syaiful syamsul tatik taufik tia tika tini titik titin toni tutik ulfa umar usman vina vivi wahab wahid wahyu
    wahyudi wahyuni wati wawan wibowo widayanti widodo widya wijaya wiji winarno winarti windi wiwik wiwin wulandari
    yani yanti yanto yayuk yeni yogi yono yoyok yudi yuli yulia yuliana yuliani yulianto yunita yunus yusuf zaenab
    zaenal zahra zainab zainal zainul zaki zubaedah zubaidah zulaikah zulaikha zulfa zulkifli
    """
)
"""Names of people that are no words of Bahasa Indonesia or Javanese: a name wherever they stand, in small letters too.
What is also a word (puji, indah, bagus, untung) is a name only where a title or a capital says so."""

NAMES_OF_WORDS: Final = _words(
    """
    agung andini bagus cahaya cahyo citra harum indah jaya kusuma hidayah lestari makmur mulia mulya mulyo permata
    puji puspa rahayu rejo riyadi ramadhan sari sejati setia setiyo slamet untung utama utami utomo wangi waluyo
    """
)
"""Words that are part of a name right behind one of GIVEN_NAMES."""
