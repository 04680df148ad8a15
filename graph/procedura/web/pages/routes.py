from fastapi import APIRouter, Response

from procedura import namespaces as ns
from procedura.web.asking import Questions
from procedura.web.pages.things import thing

router = APIRouter()


@router.get("/{where:path}", include_in_schema=False)
async def temporary(questions: Questions, where: str) -> Response:
    path = questions.request.scope["raw_path"].decode().lstrip("/")
    return await questions.answer(thing, ns.BASE + path, questions.request.url.query)
