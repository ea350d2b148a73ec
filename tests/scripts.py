"""A sentence in each of the scripts that councils write, all of which say much the same."""

SENTENCES = {
    "Welsh": "Mae’r ŵyl a’r tŷ yn bwysig iawn.",
    "Polish": "Zażółć gęślą jaźń: łódź należy do członków.",
    "Greek": "Η υπηρεσία ανήκει στα μέλη της.",
    "Ukrainian": "Служба належить своїм членам, їхнє рішення.",
    "Urdu": "یہ خدمت اپنے ارکان کی ملکیت ہے۔",
    "Hebrew": "השירות שייך לחבריו.",
    "Bengali": "এই পরিষেবা সদস্যদের মালিকানাধীন।",
    "Punjabi": "ਇਹ ਸੇਵਾ ਮੈਂਬਰਾਂ ਦੀ ਮਲਕੀਅਤ ਹੈ।",
    "Gujarati": "આ સેવા સભ્યોની માલિકીની છે.",
    "Tamil": "இந்தச் சேவை உறுப்பினர்களுக்குச் சொந்தமானது.",
    "Chinese": "这项服务归其成员所有。",
    "Thai": "บริการเป็นของสมาชิก",
    "Emoji": "🦄 👍🏽 👨‍👩‍👧 🇬🇧 ✅ ⚠️ ☎",
}
