namespace UserSystem.Infrastructure.Mail.Texts;

/// <summary>Mail in Arabic.</summary>
internal sealed class ArabicMailTexts : IMailTexts
{
    public string Language => "ar";

    public string Direction => "rtl";

    public string Greeting(string? name) => name is null ? "مرحبًا،" : $"مرحبًا {name}،";

    public string Automatic(string app) => $"أُرسلت هذه الرسالة تلقائيًا من {app}، فيُرجى عدم الرد عليها.";

    public string LinkHint() => "إذا لم يعمل الزر، فافتح هذا الرابط في متصفحك:";

    public string NameLabel() => "الاسم المُدخَل";

    public string TimeLabel() => "الوقت";

    public string NetworkAddressLabel() => "عنوان الشبكة";

    public string ExpiryLabel() => "الرابط صالح حتى";

    public string Unknown() => "غير معروف";

    public string VerifyEmailSubject(string app) => $"تأكيد عنوان بريدك الإلكتروني في {app}";

    public string VerifyEmailTitle() => "تأكيد عنوان بريدك الإلكتروني";

    public string VerifyEmailIntroduction(string app, string address) =>
        $"سجّل شخص ما حسابًا في {app} بالعنوان {address}. إذا كان ذلك بطلب منك، فيُرجى تأكيد أن هذا العنوان يخصك.";

    public string VerifyEmailButton() => "تأكيد العنوان";

    public string VerifyEmailWarning() =>
        "إذا لم يكن ذلك بطلب منك، فلا تؤكّد العنوان. من دون تأكيدك لا يستطيع أحد استخدام الحساب، ولا يلزمك فعل أي شيء.";

    public string AlreadyRegisteredSubject(string app) => $"لديك حساب بالفعل في {app}";

    public string AlreadyRegisteredTitle() => "لديك حساب بالفعل";

    public string AlreadyRegisteredIntroduction(string app, string address) =>
        $"حاول شخص ما التسجيل في {app} بالعنوان {address}، وهو عنوان له حساب بالفعل.";

    public string AlreadyRegisteredIfYou() =>
        "إذا كان ذلك بطلب منك، فسجّل الدخول بكلمة المرور التي لديك. لم يُنشأ حساب ثانٍ.";

    public string AlreadyRegisteredIfNotYou() =>
        "إذا لم يكن ذلك بطلب منك، فلا يلزمك فعل أي شيء: لم يتغيّر حسابك، ولم يُخبَر أحد بوجوده.";
}
