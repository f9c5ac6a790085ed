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

    public string DeviceLabel() => "الجهاز";

    public string ExpiryLabel() => "الرابط صالح حتى";

    public string ErasureLabel() => "تُمحى البيانات نهائيًا بعد";

    public string InviterLabel() => "الداعي";

    public string MessageLabel() => "كلماته";

    public string Unknown() => "غير معروف";

    public LetterTexts VerifyEmail { get; } = new(
        Subject: static app => $"تأكيد عنوان بريدك الإلكتروني في {app}",
        Title: "تأكيد عنوان بريدك الإلكتروني",
        Introduction: static (app, address) =>
            $"سجّل شخص ما حسابًا في {app} بالعنوان {address}. إذا كان ذلك بطلب منك، فيُرجى تأكيد أن هذا العنوان يخصك.",
        Button: "تأكيد العنوان",
        IfNotYou: "إذا لم يكن ذلك بطلب منك، فلا تؤكّد العنوان. من دون تأكيدك لا يستطيع أحد استخدام الحساب، ولا يلزمك فعل أي شيء.");

    public LetterTexts AlreadyRegistered { get; } = new(
        Subject: static app => $"لديك حساب بالفعل في {app}",
        Title: "لديك حساب بالفعل",
        Introduction: static (app, address) =>
            $"حاول شخص ما التسجيل في {app} بالعنوان {address}، وهو عنوان له حساب بالفعل.",
        IfYou: "إذا كان ذلك بطلب منك، فسجّل الدخول بكلمة المرور التي لديك. لم يُنشأ حساب ثانٍ.",
        IfNotYou: "إذا لم يكن ذلك بطلب منك، فلا يلزمك فعل أي شيء: لم يتغيّر حسابك، ولم يُخبَر أحد بوجوده.");

    public LetterTexts ResetPassword { get; } = new(
        Subject: static app => $"تعيين كلمة مرور جديدة في {app}",
        Title: "تعيين كلمة مرور جديدة",
        Introduction: static (app, address) =>
            $"طلب شخص ما كلمة مرور جديدة للحساب {address} في {app}. إذا كان ذلك بطلب منك، فاخترها في الصفحة التي يفتحها الزر.",
        Button: "اختيار كلمة المرور",
        IfYou: "بعد تعيين كلمة المرور الجديدة يُسجَّل خروجك من جميع الأجهزة.",
        IfNotYou: "إذا لم يكن ذلك بطلب منك، فلا يلزمك فعل أي شيء: لا يتغيّر شيء ما لم يُستخدم الرابط، ولا يملكه أحد سواك.");

    public LetterTexts PasswordChanged { get; } = new(
        Subject: static app => $"تغيّرت كلمة مرورك في {app}",
        Title: "تغيّرت كلمة مرورك",
        Introduction: static (app, address) =>
            $"تغيّرت كلمة مرور الحساب {address} في {app}، وسُجّل الخروج من جميع الأجهزة الأخرى.",
        IfYou: "إذا غيّرتها بنفسك، فلا يلزمك فعل أي شيء.",
        IfNotYou: "إذا لم تغيّرها بنفسك، فقد وصل شخص آخر إلى حسابك. اختر «نسيت كلمة المرور» حيث تسجّل الدخول، وعيّن كلمة مرور جديدة فورًا.");

    public LetterTexts ConfirmEmail { get; } = new(
        Subject: static app => $"تأكيد عنوان بريدك الجديد في {app}",
        Title: "تأكيد عنوان بريدك الجديد",
        Introduction: static (app, address) =>
            $"يريد شخص ما نقل حسابه في {app} إلى العنوان {address}. إذا كان ذلك بطلب منك، فيُرجى تأكيد أن هذا العنوان يخصك.",
        Button: "تأكيد العنوان",
        IfYou: "بعد التأكيد يُسجَّل خروجك من جميع الأجهزة، ما عدا تطبيقًا تؤكّد فيه وأنت مسجّل الدخول. سجّل الدخول من ذلك الحين بالعنوان الجديد.",
        IfNotYou: "إذا لم يكن ذلك بطلب منك، فلا تؤكّد العنوان. من دون تأكيدك لا يتغيّر شيء، ولا يلزمك فعل أي شيء.");

    public LetterTexts EmailChanged { get; } = new(
        Subject: static app => $"تغيّر عنوان بريدك الإلكتروني في {app}",
        Title: "تغيّر عنوان بريدك الإلكتروني",
        Introduction: static (app, address) =>
            $"لم يعد حسابك في {app} مرتبطًا بالعنوان {address}، فقد نُقل إلى عنوان آخر.",
        Button: "التراجع عن التغيير",
        IfYou: "إذا كان ذلك بطلب منك، فلا يلزمك فعل أي شيء.",
        IfNotYou: "إذا لم يكن ذلك بطلب منك، فتراجع عن التغيير بالزر، وبه يُسجَّل الخروج من جميع الأجهزة. ثم اختر «نسيت كلمة المرور» حيث تسجّل "
            + "الدخول، وعيّن كلمة مرور جديدة.");

    public LetterTexts AccountDeleted { get; } = new(
        Subject: static app => $"حُذف حسابك في {app}",
        Title: "حُذف حسابك",
        Introduction: static (app, address) =>
            $"حُذف الحساب {address} في {app}. يمكنك استعادته بالزر إلى أن تُمحى بياناته نهائيًا.",
        Button: "استعادة الحساب",
        IfYou: "إذا أردت المغادرة، فلا يلزمك فعل أي شيء.",
        IfNotYou: "إذا لم ترغب في ذلك، فاستعد الحساب، ثم اختر «نسيت كلمة المرور» حيث تسجّل الدخول، وعيّن كلمة مرور جديدة.");

    public LetterTexts NewDevice { get; } = new(
        Subject: static app => $"تسجيل دخول جديد إلى حسابك في {app}",
        Title: "تسجيل دخول من جهاز جديد",
        Introduction: static (app, address) =>
            $"سجّل شخص ما الدخول إلى الحساب {address} في {app} من جهاز لم يكن معروفًا من قبل.",
        IfYou: "إذا كنت أنت من سجّل الدخول، فلا يلزمك فعل أي شيء.",
        IfNotYou: "إذا لم تكن أنت، فغيّر كلمة مرورك فورًا، وأنهِ الجلسات التي لا تخصك.");

    public LetterTexts Welcome { get; } = new(
        Subject: static app => $"حسابك في {app}",
        Title: "أُنشئ حساب لك",
        Introduction: static (app, address) =>
            $"أُنشئ حساب في {app} للعنوان {address}. لاستخدامه اختر كلمة مرور في الصفحة التي يفتحها الزر.",
        Button: "اختيار كلمة المرور",
        IfYou: "إذا انتهت صلاحية الرابط، فاختر «نسيت كلمة المرور» حيث تسجّل الدخول.",
        IfNotYou: "إذا كنت لا تعرف سبب وصول هذه الرسالة، فلا يلزمك فعل أي شيء: من دون كلمة مرور لا يستطيع أحد تسجيل الدخول.");

    public LetterTexts Invitation { get; } = new(
        Subject: static app => $"دعوة إلى {app}",
        Title: "وصلتك دعوة",
        Introduction: static (app, address) =>
            $"يدعوك شخص ما إلى {app} على العنوان {address}. لقبول الدعوة اختر كلمة مرور في الصفحة التي يفتحها الزر.",
        Button: "عرض الدعوة",
        IfYou: "الدعوة لهذا العنوان وحده. لا تُعِد توجيه هذه الرسالة: من يملك الرابط يستطيع التسجيل بعنوانك.",
        IfNotYou: "إذا كنت لا تعرف الداعي، أو لا ترغب في القبول، فلا يلزمك فعل أي شيء. لا يُنشأ حساب ما لم تقبل.");

    public LetterTexts InvitedMember { get; } = new(
        Subject: static app => $"دعاك شخص ما إلى {app}",
        Title: "لديك حساب بالفعل",
        Introduction: static (app, address) =>
            $"دعاك شخص ما إلى {app} على العنوان {address}، وهو عنوان له حساب بالفعل.",
        IfYou: "لا شيء يحتاج إلى قبول: سجّل الدخول بكلمة المرور التي لديك.",
        IfNotYou: "إذا كنت لا تعرف الداعي، فلا يلزمك فعل أي شيء: لم يتغيّر حسابك، ولم يُخبَر أحد بوجوده.");
}
