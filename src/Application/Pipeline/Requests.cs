using MediatR;
using UserSystem.Domain.Shared;

namespace UserSystem.Application.Pipeline;

/// <summary>What changes something.</summary>
public interface ICommandBase;

/// <summary>A command without an answer but success. A concrete one also implements <see cref="IGuarded"/>.</summary>
public interface ICommand : ICommandBase, IRequest<Result>;

/// <summary>A command with an answer. A concrete one also implements <see cref="IGuarded"/>.</summary>
public interface ICommand<T> : ICommandBase, IRequest<Result<T>>;

/// <summary>What never changes anything.</summary>
public interface IQueryBase;

/// <summary>A question. A concrete one also implements <see cref="IGuarded"/>.</summary>
public interface IQuery<T> : IQueryBase, IRequest<Result<T>>;

/// <summary>Carries out one kind of command.</summary>
public interface ICommandHandler<in TCommand> : IRequestHandler<TCommand, Result>
    where TCommand : ICommand, IGuarded;

/// <summary>Carries out one kind of command and answers.</summary>
public interface ICommandHandler<in TCommand, T> : IRequestHandler<TCommand, Result<T>>
    where TCommand : ICommand<T>, IGuarded;

/// <summary>Answers one kind of question.</summary>
public interface IQueryHandler<in TQuery, T> : IRequestHandler<TQuery, Result<T>>
    where TQuery : IQuery<T>, IGuarded;
