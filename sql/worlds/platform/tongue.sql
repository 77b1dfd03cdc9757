-- tongue: the words of every language; all of it invented, none of it collected
create table tongue as
select
    language, {opener: opener, topic: topic, closer: closer, greeting: greeting, lyric: lyric, taunt: taunt} as words,
    product
from (values
    (
        'en',
        ['I love', 'wait for', 'look at', 'who else saw', 'cannot stop watching', 'my favourite is', 'so proud of', 'bring back', 'tell me about'],
        ['the little robot', 'the paper boat', 'this recipe', 'the green umbrella', 'the goalkeeper', 'the violin', 'my neighbour', 'the night market', 'the old tram', 'the mountain hut', 'the choir'],
        ['every day', 'again and again', 'from the start', 'with my sister', 'in slow motion', 'before work', 'at midnight', 'without a doubt', 'for real'],
        ['good morning', 'hello everyone', 'first', 'so cool', 'happy new week to all of you'],
        ['and the river sings our paper song until the morning comes', 'seven lanterns on the hill are calling you tonight', 'dance with me under the plastic moon my dear'],
        ['Claim your free gift card today only at', 'Double your money in one hour, ask me how at', 'Buy real followers cheap and fast from'],
        ['nobody asked for this', 'delete your account now', 'you should be ashamed', 'go away and never come back', 'what a clown']
    ),
    (
        'id',
        ['aku suka', 'lihat', 'siapa yang ingat', 'rindu sekali', 'favoritku', 'bangga dengan', 'tolong ceritakan', 'keren banget'],
        ['robot kecil', 'perahu kertas', 'resep ini', 'payung hijau', 'penjaga gawang', 'biola tua', 'tetanggaku', 'pasar malam', 'trem lama', 'pondok gunung'],
        ['setiap hari', 'lagi dan lagi', 'dari awal', 'bersama adikku', 'sebelum kerja', 'tengah malam', 'tanpa ragu', 'serius'],
        ['selamat pagi', 'halo semua', 'pertama', 'mantap', 'selamat hari senin untuk kalian semua'],
        ['dan sungai menyanyikan lagu kertas sampai pagi datang', 'tujuh lentera di bukit memanggil namamu malam ini'],
        ['Ambil kartu hadiah gratis hari ini saja di', 'Gandakan uangmu dalam satu jam, tanya di', 'Beli pengikut asli murah dan cepat di'],
        ['tidak ada yang tanya', 'hapus saja akunmu', 'memalukan sekali kamu', 'pergi dan jangan kembali']
    ),
    (
        'pt',
        ['eu amo', 'olha só', 'quem mais viu', 'que saudade', 'meu favorito é', 'que orgulho', 'me conta sobre', 'demais'],
        ['o robozinho', 'o barco de papel', 'essa receita', 'o guarda-chuva verde', 'a goleira', 'o violino', 'meu vizinho', 'a feira da noite', 'o bonde velho', 'o coral'],
        ['todo dia', 'de novo e de novo', 'desde o começo', 'com minha irmã', 'em câmera lenta', 'antes do trabalho', 'à meia-noite', 'sem dúvida'],
        ['bom dia', 'oi gente', 'primeiro', 'que legal', 'feliz semana nova para todos vocês'],
        ['e o rio canta a nossa canção de papel até o amanhecer', 'sete lanternas no morro chamam você esta noite'],
        ['Pegue seu vale-presente grátis só hoje em', 'Dobre seu dinheiro em uma hora, veja como em', 'Compre seguidores reais barato e rápido em'],
        ['ninguém perguntou', 'apaga essa conta logo', 'que vergonha de você', 'some daqui e não volta']
    ),
    (
        'vi',
        ['mình thích', 'nhìn kìa', 'ai còn nhớ', 'nhớ quá', 'tuyệt nhất là', 'tự hào về', 'kể thêm về', 'xem mãi'],
        ['chú robot nhỏ', 'chiếc thuyền giấy', 'món ăn này', 'chiếc ô xanh', 'thủ môn', 'cây đàn cũ', 'bác hàng xóm', 'chợ đêm', 'toa tàu cũ', 'dàn hợp xướng'],
        ['mỗi ngày', 'hết lần này đến lần khác', 'từ đầu', 'cùng em gái', 'trước giờ làm', 'lúc nửa đêm', 'không nghi ngờ gì', 'thật đó'],
        ['chào buổi sáng', 'xin chào cả nhà', 'đầu tiên', 'đẹp quá', 'chúc mọi người tuần mới vui vẻ nhé'],
        ['và dòng sông hát bài ca giấy đến khi trời sáng', 'bảy chiếc đèn lồng trên đồi gọi tên em đêm nay'],
        ['Nhận thẻ quà miễn phí chỉ hôm nay tại', 'Nhân đôi tiền trong một giờ, hỏi ngay tại', 'Mua người theo dõi thật giá rẻ tại'],
        ['không ai hỏi bạn cả', 'xóa tài khoản đi', 'thật xấu hổ cho bạn', 'đi đi và đừng quay lại']
    ),
    (
        'ja',
        ['大好き', '見て見て', '誰か覚えてる', '懐かしい', '一番すごいのは', '感動した', '教えて', '何回も見た'],
        ['小さなロボット', '紙の船', 'このレシピ', '緑の傘', 'ゴールキーパー', '古いバイオリン', '隣の人', '夜の市場', '路面電車', '山小屋'],
        ['毎日', '何度でも', '最初から', '妹と一緒に', '仕事の前に', '真夜中に', '間違いなく', '本当に'],
        ['おはよう', 'こんにちは', '一番乗り', 'かっこいい', '今週もみなさんよろしくお願いします'],
        ['川は朝が来るまで紙の歌をうたい続ける', '丘の上の七つの灯りが今夜あなたを呼んでいる'],
        ['本日限り無料ギフトカードを受け取ろう', '一時間でお金が二倍になる方法はこちら', '本物のフォロワーを安く早く買うなら'],
        ['誰も聞いていない', '早くアカウントを消せ', '恥を知れ', '二度と戻ってくるな']
    ),
    (
        'hi',
        ['मुझे पसंद है', 'देखो ज़रा', 'किसे याद है', 'बहुत याद आया', 'सबसे अच्छा है', 'गर्व है', 'और बताओ', 'कमाल है'],
        ['छोटा रोबोट', 'काग़ज़ की नाव', 'यह पकवान', 'हरा छाता', 'गोलकीपर', 'पुराना वायलिन', 'मेरा पड़ोसी', 'रात का बाज़ार', 'पुरानी ट्राम', 'पहाड़ की कुटिया'],
        ['हर दिन', 'बार बार', 'शुरू से', 'बहन के साथ', 'काम से पहले', 'आधी रात को', 'बेशक', 'सच में'],
        ['सुप्रभात', 'नमस्ते सबको', 'पहला', 'बहुत बढ़िया', 'आप सभी को नया सप्ताह मुबारक हो'],
        ['और नदी सुबह तक काग़ज़ का गीत गाती रहती है', 'पहाड़ी पर सात दीपक आज रात तुम्हें पुकारते हैं'],
        ['सिर्फ़ आज मुफ़्त उपहार कार्ड पाएँ यहाँ', 'एक घंटे में पैसा दोगुना करें यहाँ', 'असली फ़ॉलोअर सस्ते में खरीदें यहाँ'],
        ['किसी ने नहीं पूछा', 'अपना खाता मिटा दो', 'शर्म आनी चाहिए', 'जाओ और वापस मत आना']
    ),
    (
        'es',
        ['me encanta', 'mira', 'quién más vio', 'cuánto extraño', 'mi favorito es', 'qué orgullo', 'cuéntame de', 'increíble'],
        ['el robot pequeño', 'el barco de papel', 'esta receta', 'el paraguas verde', 'la portera', 'el violín', 'mi vecino', 'el mercado nocturno', 'el tranvía viejo', 'el coro'],
        ['todos los días', 'una y otra vez', 'desde el principio', 'con mi hermana', 'en cámara lenta', 'antes del trabajo', 'a medianoche', 'sin duda'],
        ['buenos días', 'hola a todos', 'primero', 'qué bonito', 'feliz semana nueva para todos ustedes'],
        ['y el río canta nuestra canción de papel hasta el amanecer', 'siete faroles en la colina te llaman esta noche'],
        ['Reclama tu tarjeta de regalo gratis solo hoy en', 'Duplica tu dinero en una hora, pregunta en', 'Compra seguidores reales baratos y rápido en'],
        ['nadie te preguntó', 'borra tu cuenta ya', 'qué vergüenza das', 'vete y no vuelvas']
    ),
    (
        'de',
        ['ich liebe', 'schaut mal', 'wer hat noch gesehen', 'ich vermisse', 'am besten ist', 'so stolz auf', 'erzähl mir von', 'unglaublich'],
        ['den kleinen Roboter', 'das Papierboot', 'dieses Rezept', 'den grünen Schirm', 'die Torfrau', 'die alte Geige', 'meinen Nachbarn', 'den Nachtmarkt', 'die alte Straßenbahn', 'die Berghütte'],
        ['jeden Tag', 'immer wieder', 'von Anfang an', 'mit meiner Schwester', 'in Zeitlupe', 'vor der Arbeit', 'um Mitternacht', 'ganz ehrlich'],
        ['guten Morgen', 'hallo zusammen', 'erster', 'wie schön', 'euch allen eine schöne neue Woche'],
        ['und der Fluss singt unser Lied aus Papier bis zum Morgen', 'sieben Laternen auf dem Hügel rufen dich heute Nacht'],
        ['Hol dir nur heute deine Geschenkkarte gratis bei', 'Verdopple dein Geld in einer Stunde, frag nach bei', 'Kaufe echte Follower billig und schnell bei'],
        ['niemand hat gefragt', 'lösch dein Konto', 'schäm dich', 'geh weg und komm nie wieder']
    ),
    (
        'ar',
        ['أحب', 'انظروا إلى', 'من رأى أيضا', 'اشتقت إلى', 'المفضل عندي', 'فخور بـ', 'حدثني عن', 'رائع جدا'],
        ['الروبوت الصغير', 'قارب الورق', 'هذه الوصفة', 'المظلة الخضراء', 'حارس المرمى', 'الكمان القديم', 'جاري', 'سوق الليل', 'الترام القديم', 'كوخ الجبل'],
        ['كل يوم', 'مرة بعد مرة', 'من البداية', 'مع أختي', 'قبل العمل', 'عند منتصف الليل', 'بلا شك', 'حقا'],
        ['صباح الخير', 'مرحبا بالجميع', 'الأول', 'جميل جدا', 'أسبوع سعيد لكم جميعا يا أصدقاء'],
        ['والنهر يغني أغنية الورق حتى يأتي الصباح', 'سبعة فوانيس على التل تناديك هذه الليلة'],
        ['احصل على بطاقة هدية مجانية اليوم فقط من', 'ضاعف أموالك في ساعة واحدة من', 'اشتر متابعين حقيقيين بسعر رخيص من'],
        ['لم يسألك أحد', 'احذف حسابك الآن', 'عيب عليك', 'اذهب ولا تعد أبدا']
    ),
    (
        'th',
        ['ชอบมาก', 'ดูสิ', 'ใครจำได้บ้าง', 'คิดถึงจัง', 'ที่สุดคือ', 'ภูมิใจกับ', 'เล่าเรื่อง', 'สุดยอด'],
        ['หุ่นยนต์ตัวเล็ก', 'เรือกระดาษ', 'สูตรอาหารนี้', 'ร่มสีเขียว', 'ผู้รักษาประตู', 'ไวโอลินเก่า', 'เพื่อนบ้าน', 'ตลาดกลางคืน', 'รถรางเก่า', 'กระท่อมบนเขา'],
        ['ทุกวัน', 'ครั้งแล้วครั้งเล่า', 'ตั้งแต่แรก', 'กับน้องสาว', 'ก่อนไปทำงาน', 'ตอนเที่ยงคืน', 'แน่นอน', 'จริงๆ'],
        ['สวัสดีตอนเช้า', 'สวัสดีทุกคน', 'คนแรก', 'เท่มาก', 'สุขสันต์สัปดาห์ใหม่นะทุกคน'],
        ['และแม่น้ำร้องเพลงกระดาษจนรุ่งเช้ามาถึง', 'โคมเจ็ดดวงบนเนินเขาเรียกหาเธอคืนนี้'],
        ['รับบัตรของขวัญฟรีเฉพาะวันนี้ที่', 'เพิ่มเงินเป็นสองเท่าในหนึ่งชั่วโมงที่', 'ซื้อผู้ติดตามจริงราคาถูกที่'],
        ['ไม่มีใครถาม', 'ลบบัญชีไปเลย', 'น่าอายจริง', 'ไปแล้วอย่ากลับมา']
    )
) as tongue (language, opener, topic, closer, greeting, lyric, product, taunt);
