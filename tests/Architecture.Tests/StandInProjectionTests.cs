using Mapster;
using Microsoft.EntityFrameworkCore;
using NUnit.Framework;
using DescriptionAttribute = System.ComponentModel.DescriptionAttribute;

namespace UserSystem.Architecture.Tests;

/// <summary>Mapster's projections, on top of the stand-in, are what a query provider understands.</summary>
public sealed class StandInProjectionTests
{
    private readonly TypeAdapterConfig _config = new();

    private readonly Row[] _rows =
    [
        new() { Given = "Ada", Family = "Lovelace", Rank = Rank.Owner },
        new() { Given = "Alan", Family = "Turing", Rank = Rank.Member },
    ];

    public enum Rank
    {
        Member,
        Owner,
    }

    [Test]
    public void A_projection_reads_the_same_values_as_a_mapping()
    {
        ConfigureFullName();

        var projected = _rows.AsQueryable().ProjectToType<RowDto>(_config).ToList();

        Assert.That(projected, Is.EqualTo(_rows.Select(row => row.Adapt<RowDto>(_config))));
        Assert.That(projected[0], Is.EqualTo(new RowDto("Ada Lovelace", Rank.Owner)));
    }

    [Test]
    public void A_projection_fills_nothing_that_no_name_matches_and_no_rule_names()
    {
        var projected = _rows.AsQueryable().ProjectToType<RowDto>(_config).ToList();

        Assert.That(projected[0], Is.EqualTo(new RowDto(null, Rank.Owner)));
    }

    [Test]
    public void A_projection_becomes_SQL_that_reads_only_the_columns_it_needs()
    {
        ConfigureFullName();
        using var context = new RowContext();

        var sql = context.Rows.ProjectToType<RowDto>(_config).ToQueryString();

        Assert.That(sql, Does.Contain("\"Given\"").And.Contain("\"Family\"").And.Contain("\"Rank\""));
        Assert.That(sql, Does.Not.Contain("Notes"));
    }

    [Test]
    public void An_attribute_can_hold_for_projections_only()
    {
        var marked = new Marked { Value = "x" };

        Assert.That(new[] { marked }.AsQueryable().ProjectToType<Plain>(_config).Single().Value, Is.Null);
        Assert.That(marked.Adapt<Plain>(_config).Value, Is.EqualTo("x"));
    }

    private void ConfigureFullName() =>
        _config.NewConfig<Row, RowDto>().Map(dto => dto.FullName, row => row.Given + " " + row.Family);

    public sealed record RowDto(string? FullName, Rank Rank);

    [AdaptTo(typeof(Plain), MapType = MapType.Projection, IgnoreAttributes = [typeof(DescriptionAttribute)])]
    public sealed class Marked
    {
        [Description("left out where the attribute holds")]
        public string? Value { get; set; }
    }

    public sealed class Plain
    {
        public string? Value { get; set; }
    }

    public sealed class Row
    {
        public int Id { get; set; }

        public required string Given { get; set; }

        public required string Family { get; set; }

        public string? Notes { get; set; }

        public Rank Rank { get; set; }
    }

    /// <summary>Only asked for SQL: nothing listens there.</summary>
    public sealed class RowContext : DbContext
    {
        public DbSet<Row> Rows => Set<Row>();

        protected override void OnConfiguring(DbContextOptionsBuilder optionsBuilder) =>
            optionsBuilder.UseNpgsql("Host=nowhere.invalid");
    }
}
