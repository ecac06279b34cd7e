//! What languages call themselves.

use model::Language;

/// The name of a language in that language; its tag when it is not known here.
pub fn native_name(language: &Language) -> &str {
    match language.primary() {
        "ar" => "العربية",
        "be" => "Беларуская",
        "de" => "Deutsch",
        "en" => "English",
        "es" => "Español",
        "fa" => "فارسی",
        "fr" => "Français",
        "he" => "עברית",
        "hy" => "Հայերեն",
        "it" => "Italiano",
        "ka" => "ქართული",
        "kk" => "Қазақша",
        "pl" => "Polski",
        "pt" => "Português",
        "ru" => "Русский",
        "tr" => "Türkçe",
        "uk" => "Українська",
        "ur" => "اردو",
        "uz" => "Oʻzbekcha",
        "zh" => "中文",
        _ => language.as_str(),
    }
}
