namespace UserSystem.WebApi.Pages.Texts;

/// <summary>The pages in Arabic.</summary>
internal sealed class ArabicPageTexts : IPageTexts
{
    public string Language => "ar";

    public string Direction => "rtl";

    public LinkPageTexts VerifyEmail { get; } = new(
        Title: "تأكيد عنوان بريدك الإلكتروني",
        Text: "اضغط الزر لتأكيد أن العنوان الذي وصلته رسالتنا يخصك.",
        Button: "تأكيد العنوان",
        Note: "إذا لم يكن التسجيل بطلب منك، فأغلق هذه الصفحة ولا تفعل شيئًا. من دون تأكيدك لا يستطيع أحد استخدام الحساب.",
        DoneTitle: "تم تأكيد عنوانك",
        DoneText: "يمكنك الآن تسجيل الدخول بعنوان بريدك الإلكتروني وكلمة المرور. لم تعد بحاجة إلى هذه الصفحة.",
        SpentText: "ربما استُخدم الرابط من قبل، أو انتهت صلاحيته، أو حلّت محله رسالة أحدث. إذا كنت قد أكّدت عنوانك فسجّل الدخول، "
            + "وإلا فاطلب رسالة جديدة من حيث سجّلت.");

    public string SpentTitle => "لم يعد هذا الرابط صالحًا";

    public string IncompleteTitle => "الرابط غير مكتمل";

    public string IncompleteText => "افتح الرابط كما ورد في الرسالة تمامًا. قد تقسمه بعض البرامج على سطرين، فانسخهما معًا.";

    public string TryAgainTitle => "تعذّر ذلك الآن";

    public string TryAgainText => "لا تستطيع الخدمة الرد في هذه اللحظة. يُرجى إعادة المحاولة بعد قليل.";

    public string TryAgainButton => "إعادة المحاولة";
}
