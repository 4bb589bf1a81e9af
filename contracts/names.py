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
    mb mbok mbokde mbokdhe lik teh teteh koh engkoh ci cik cici encik bli inang amang uda uni daeng lora bindara
    habib umi ummi abah syekh syeh romo
    """
)
"""Whatever follows is a name, in small letters too, unless it is one of NO_NAMES."""

OFFICES: Final = _words(
    """
    h kh dr drh drs dra ir prof ny nn tuan nyonya om tante adik dek dik dokter bidan suster sus perawat mantri
    ners apoteker petugas pegawai staf staff operator admin satpam security kasir teller cs lurah kades camat sekcam
    sekdes carik kasun modin kasi kasubag kabag kabid kadin kapus kepala ketua guru saya kami ttd salam kepada kpd
    oleh akun ig fb resepsionis
    """
)
"""A capitalised word that follows is a name, unless it is one of NO_NAMES."""

HEADS: Final = _words("camat lurah kades kasi kasubag kasun sekdes sekcam carik modin kabid kadin kapus rt rw bupati")
"""Behind one of TITLES, whatever follows is a name, unless it is one of NO_NAMES: there is one such head only."""

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
        sabar telaten cekatan tegas bijaksana dermawan tulus cermat lembut kalem santun galaknya jengkel kesal emosi
        protes tidur ngantuk mengantuk memarahi memuji menolong dihormati ditolak dipindah dimarahi hadir turun tangan
        terlambat menjaga mengantar antar mengajar menegur tegur mengobrol merokok rokok menelpon telpon berbicara
        menolak mengecek cek mengisi isi mencatat catat mengetik ketik menulis jualan mangkal ojek becak manis kopi
        hangat dingin puasa urus mengambil ambil menangis tertawa bercanda izin ijin sambilan tanggapannya tampak
        jalan pakai memakai rajin malas cakap gesit lincah komunikatif informatif solutif kooperatif
        jawab paham mengerti pintar disiplin jujur teliti rapi bersih nyaman enak kecewa bingung capek panas sepi
        rame ramai
        """
    ),
    # The same in Javanese
    *_words(
        """
        apik alon banter crigis cepete dadi durung dhewe elek gelem gampang iki isih iso isok iku kae karo kene
        kesuwen kono kudu kuwi lan luwih mbenjing mboten menowo mesem moro nang ndang ndek neng ngaten nek ngono niku
        niki nyambut gawe
        ojo ojok opo ora pancen pinter pol rampung rodok sae sampun sanget saking semanak sing sregep suwe
        suwun tansah tulung wae wes wis yen yo
        """
    ),
)
"""Words that may follow a title without being a name."""

GIVEN_NAMES: Final = _words(
    """
    abdul abdullah abdurrahman abidin aceng achmad aditya afandi afung agnes agus agustin agustina ahmad ahmadi
    ainun aisah aisyah aisyiyah alfian alfiyah alif alifah aliong aliyah aloysia aloysius amalia ambarita amelia
    aminah aminatun amir anang anastasia andi andik andre andreas andri andriani angga anggi anggraini anik anindya
    anisa anissa anita annisa antok anton antonius apriliani ardi ardian ari arianto arief arifin aris aryo asep
    asmaul astuti atang atik aulia azizah badrun bagas bahrul bambang basuki bayu beni bernadeta bernadetta bonar
    budi budiono butarbutar butet cahyono cecep chandra choirul christina cokorda dadan dadang damanik daniel deddy
    dede dedeh dedi dedik deni denny desi devi dewi dhea dian diana didik dimas dini djoko doni dyah ebah eddy edi
    edih efendi eko elis elisabeth encep endang eneng engkus eni enjang entin entis enung erna ernawati erni ervina
    euis eva evi fadilah fadli faisal farid farida faridah fathor fathorrahman fathorrasi fathurrahman fatim fatimah
    fatma fauzan fauzi febri febriana ferdi feri ferry fika fikri firman fitria fitriani fransiska fransiskus galih
    galuh ganjar gatot gregorius gultom gunawan hadi hafsah halim halimah hamdan hamid hamidah hanafi handayani hani
    hanifah harahap hariono hariyanto hartini hartono haryanto hasan hasanah hasibuan hasyim hendra hendri hendrik
    hengki heni heri herman hermawan heru hidayat hisyam hosnan hotma husein hutabarat hutagalung hutapea ida ifa
    ignatius iis ika ikah ikhsan ilham ilyas imas imron inayah indarti indriani iqbal irawan irfan irma isabella
    ismail ismiati isnaini iwan jainul jajang jamal jamilah joko jono juju jumadi jumiati juwariyah kadek karno
    kartini kasiani kasmin katharina ketut khadijah khoiriyah khoirul khotimah khusnul kiki kinanthi komang kosasih
    krisna kristina kurniasih kurniawan kusnadi laila lailatul lamhot lasma leni lia lilik lilis lina linda liong
    lubis luh lukas lukman lukmanul luluk lumban lutfi maimunah makruf mangapul manurung maria maringan mariyam
    markus marpaung marsinah marsudi martini maruli maryam masruroh matius matsuki mattasan maulana meilani mia
    michael miftah miftahul mikael misbah misnan misnawi mochamad mochammad mohamad mohammad monang moniri muchammad
    mufid muhajir muhamad muhammad mujiati mujiono mukhlis mulyadi mulyani mulyono munawaroh munir mursid musa
    muslimin mustofa mutia muzaki nabila nadia naim nainggolan nanang nani nanik napitupulu nasrul nasution natalia
    nenden neneng nengah ngadiman ngadinem ngadiyem ngatemi ngatinah ngatini ngatiyem ngurah nia niken nina ningsih
    nisa novi novia novita nunuk nunung nur nuraini nurhadi nurhayati nurjanah nurlaila nurul nyoman oman ompu oneng
    otong paijo paimin painem pairin pandiangan pangaribuan panjaitan parjo parman parmi parti parulian paulus
    petrus poltak ponidi ponijan poniman ponirah poniyem prasetya prasetyo priyono purnomo purwanto puspita
    putu rachmad rahmad rahmawati rani ratih ratna ratnasari retno reza rian riana ridwan rifai rika rina rini rio
    riski risma rizal rizki rizky rizqi robert rohaeti rohayati rohimah rohmah rohman rohmat roni rosidah rosita
    rosmaida rudi rudy rukmini ruminah rusdi rusdiana rusmini sadikin safitri saiful salamah samosir samsul samsuri
    santi santoso saptono saragih sarah sarinah sarmi sarmini sattar saudah saut sebastianus setiawan setyawan setyo
    shinta sholikah siahaan sianturi sigit sihombing sihotang silaban silalahi simamora simanjuntak simatupang
    simbolon sinaga sinta sirait siregar siska siswanto sitanggang siti sitompul situmorang slamet sofyan solikhah
    solikin sony sopandi sri stefanus stephanus subagyo subandi sudarmi sudarno sudarsono sudirman sudrajat sugianto
    sugiarto sugiono suhartini suhartono suhdi suhendar suherman sujarwo sujiati sukarno sukarsih sukarti sukini
    sukirman sukirno sulaiman sulastri sulis sulistyo sulistyowati suliyah sumarni sumarno sumarti sumiati suminah
    sumini sunar sunardi sunarti sunarto sundari supardi suparman suparmi suparno suprapto supriadi suprihatin
    supriyadi supriyanto suratmi suratno surti suryadi suryani susanti susanto susilo susilowati sutarmi sutikno
    sutinah sutinem sutini sutiyah sutrisno suwaji suwandi suwarni suwarno suyanto suyono syaiful syamsul syifa
    tampubolon tati tatik taufik theresia tia tiara tigor tika tini titik titin tiurma tjahjono toni tukijo tukiman
    tukinem tukiyem tumini tutik ucok uhen ujang ulfa umar usep usman utari vina vivi wagimin wagiran wagiyem wahab
    wahid wahono wahyu wahyudi wahyuni wakijan wakinah warsiti warsito wartini wati wawan wayan wibowo widayanti
    widiastuti widodo widya wijaya wiji winarno winarti windi wiratno wiwik wiwin wulandari yani yanti yanto yayuk
    yeni yesaya yogi yohana yohanes yono yosef yosep yoyok yudi yuli yulia yuliana yuliani yulianto yulius yunita
    yunus yusuf yusup zaenab zaenal zahra zainab zainal zainuddin zainul zaki zubaedah zubaidah zubaidi zulaikah
    zulaikha zulfa zulkifli
    """
)
"""Names of people that are no words of Bahasa Indonesia or Javanese, of Java, Sunda, Madura, Bali and the Batak, of
Islam and Christianity, of Chinese families: a name wherever they stand, in small letters too.
What is also a word (puji, indah, bagus, untung) is a name only where a title or a capital says so."""

NAMES_OF_WORDS: Final = _words(
    """
    agung aji andini arum ayu bagus cahaya cahyo candra citra harum indah jaya kusuma hidayah lestari makmur mulia
    mulya mulyo permata puji puspa rahayu rejo riyadi ramadhan sari sejati setia setiyo slamet untung utama utami
    utomo wangi waluyo
    """
)
"""Words that are part of a name right behind one of GIVEN_NAMES."""
