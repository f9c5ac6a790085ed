using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Npgsql;

namespace UserSystem.Infrastructure.Security.DataProtection;

/// <summary>Keeps the framework's data-protection keys in the database, so that all nodes share them. The framework asks synchronously.</summary>
internal sealed class PostgresXmlRepository(NpgsqlDataSource database) : IXmlRepository
{
    private const string DecryptorType = "decryptorType";

    public IReadOnlyCollection<XElement> GetAllElements()
    {
        using var command = database.CreateCommand("select xml from data_protection_keys order by created_at, id");
        using var reader = command.ExecuteReader();
        var elements = new List<XElement>();
        while (reader.Read())
        {
            elements.Add(XElement.Parse(reader.GetString(0)));
        }

        return elements;
    }

    public void StoreElement(XElement element, string friendlyName)
    {
        var stored = WithoutVersions(element);
        using var command = database.CreateCommand("insert into data_protection_keys (friendly_name, xml) values ($1, $2)");
        command.Parameters.AddWithValue(friendlyName);
        command.Parameters.AddWithValue(stored.ToString(SaveOptions.DisableFormatting));
        command.ExecuteNonQuery();
    }

    /// <summary>The framework writes down the full name of our decryptor; with a version in it, a node of the release before could not read the key.</summary>
    private static XElement WithoutVersions(XElement element)
    {
        var copy = new XElement(element);
        var ours = typeof(MasterKeyXmlDecryptor);
        foreach (var attribute in copy.DescendantsAndSelf().Attributes(DecryptorType).Where(found => found.Value == ours.AssemblyQualifiedName))
        {
            attribute.Value = $"{ours.FullName}, {ours.Assembly.GetName().Name}";
        }

        return copy;
    }
}
