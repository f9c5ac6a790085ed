using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using UserSystem.Application.Accounts;
using UserSystem.Application.Attributes;
using UserSystem.Application.Invitations;
using UserSystem.Application.Sessions;
using UserSystem.Application.Shared;
using UserSystem.Application.Users;
using UserSystem.Domain.Invitations;
using UserSystem.Domain.Sessions;
using UserSystem.Domain.Users;
using UserSystem.WebApi.OpenApi;
using UserSystem.WebApi.Operations;

namespace UserSystem.WebApi.Http;

/// <summary>Everything that crosses the edge as JSON, source-generated, and the one way in which it is read and written.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(RegisterUser))]
[JsonSerializable(typeof(RegistrationDto))]
[JsonSerializable(typeof(VerifyEmail))]
[JsonSerializable(typeof(ResendVerification))]
[JsonSerializable(typeof(LogIn))]
[JsonSerializable(typeof(LogOut))]
[JsonSerializable(typeof(RefreshTokens))]
[JsonSerializable(typeof(ForgotPassword))]
[JsonSerializable(typeof(ResetPassword))]
[JsonSerializable(typeof(ChangePassword))]
[JsonSerializable(typeof(Reauthenticate))]
[JsonSerializable(typeof(RestoreMe))]
[JsonSerializable(typeof(ChangeEmail))]
[JsonSerializable(typeof(DeleteMe))]
[JsonSerializable(typeof(Page<SessionDto>))]
[JsonSerializable(typeof(Page<SecurityEventDto>))]
[JsonSerializable(typeof(TokensDto))]
[JsonSerializable(typeof(MeDto))]
[JsonSerializable(typeof(Page<UserSummaryDto>))]
[JsonSerializable(typeof(UserDto))]
[JsonSerializable(typeof(CreateUser))]
[JsonSerializable(typeof(UpdateUser))]
[JsonSerializable(typeof(SuspendUser))]
[JsonSerializable(typeof(AttributeDto))]
[JsonSerializable(typeof(AttributeListDto))]
[JsonSerializable(typeof(Page<AttributeChangeDto>))]
[JsonSerializable(typeof(Page<AttributeHolderDto>))]
[JsonSerializable(typeof(Page<AttributeKeyDto>))]
[JsonSerializable(typeof(SetAttributeValue))]
[JsonSerializable(typeof(SetUserAttributeValue))]
[JsonSerializable(typeof(MergeAttributeValue))]
[JsonSerializable(typeof(MergeUserAttributeValue))]
[JsonSerializable(typeof(ChangeAttributeValues))]
[JsonSerializable(typeof(ChangeUserAttributeValues))]
[JsonSerializable(typeof(string))]
[JsonSerializable(typeof(UpdateMe))]
[JsonSerializable(typeof(AcceptTerms))]
[JsonSerializable(typeof(TermsAcceptanceDto))]
[JsonSerializable(typeof(Page<TermsAcceptanceDto>))]
[JsonSerializable(typeof(CreateInvitation))]
[JsonSerializable(typeof(CreateInvitations))]
[JsonSerializable(typeof(LookUpInvitation))]
[JsonSerializable(typeof(InvitationDto))]
[JsonSerializable(typeof(InvitationOutcomesDto))]
[JsonSerializable(typeof(InvitationPreviewDto))]
[JsonSerializable(typeof(Page<InvitationDto>))]
[JsonSerializable(typeof(InvitationAnalyticsDto))]
[JsonSerializable(typeof(InviteesDto))]
[JsonSerializable(typeof(JwksDto))]
[JsonSerializable(typeof(DiscoveryDto))]
[JsonSerializable(typeof(HealthDto))]
[JsonSerializable(typeof(ProblemDto))]
[JsonSerializable(typeof(IReadOnlyList<ProblemCodeDto>))]
internal sealed partial class ApiJson : JsonSerializerContext
{
    /// <summary>Strict where a client could be mistaken: unknown members, members given twice and numbers in strings are refused.</summary>
    public static void Configure(JsonSerializerOptions options)
    {
        options.TypeInfoResolverChain.Insert(0, Default.WithAddedModifier(ForgetIgnored));
        options.PropertyNamingPolicy = JsonNamingPolicy.CamelCase;
        options.PropertyNameCaseInsensitive = false;
        options.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;
        options.AllowDuplicateProperties = false;
        options.NumberHandling = JsonNumberHandling.Strict;
        options.Converters.Add(new JsonElementConverter());
        options.Converters.Add(new InstantConverter());
        options.Converters.Add(new JsonStringEnumConverter<UserStatus>(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false));
        options.Converters.Add(new JsonStringEnumConverter<InitialStatus>(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false));
        options.Converters.Add(new JsonStringEnumConverter<InvitationStatus>(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false));
        options.Converters.Add(new JsonStringEnumConverter<SecurityEventKind>(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false));
        options.Converters.Add(new JsonStringEnumConverter<SecurityEventSeverity>(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false));
        options.Converters.Add(new JsonStringEnumConverter<Sensitivity>(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false));
        options.Converters.Add(new OptionalConverter());
    }

    // A member that is no part of the document would otherwise be passed over in silence when somebody sends it.
    private static void ForgetIgnored(JsonTypeInfo type)
    {
        for (var i = type.Properties.Count - 1; i >= 0 && type.Kind is JsonTypeInfoKind.Object; i--)
        {
            if (type.Properties[i] is { Get: null, Set: null, AssociatedParameter: null })
            {
                type.Properties.RemoveAt(i);
            }
        }
    }
}
