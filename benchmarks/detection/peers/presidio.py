"""presidio-analyzer in Dutch, without a model: a blank spaCy pipeline, and all recognisers.

Recognisers that presidio has for English only are loaded for Dutch as well; those of other
countries' numbers, names and tax offices are not.
"""

import atexit
import shutil
import tempfile

from common import Find, run

LABELS = {
    "DATE_TIME": "DATUM",
    "PHONE_NUMBER": "TELEFOONNUMMER",
    "EMAIL_ADDRESS": "EMAIL",
    "URL": "URL",
    "IBAN_CODE": "IBAN",
    "PERSON": "PERSOON",
    "LOCATION": "PLAATS",
}
OTHER = "PHINUMMER"  # numbers of cards, devices, accounts and the like


def load() -> Find:
    import spacy
    from presidio_analyzer import AnalyzerEngine, RecognizerRegistry
    from presidio_analyzer.nlp_engine import SpacyNlpEngine
    from presidio_analyzer.predefined_recognizers import (
        CreditCardRecognizer,
        CryptoRecognizer,
        DateRecognizer,
        EmailRecognizer,
        IbanRecognizer,
        IpRecognizer,
        MacAddressRecognizer,
        PhoneRecognizer,
        UrlRecognizer,
    )

    folder = tempfile.mkdtemp(prefix="blank-nl-")
    atexit.register(shutil.rmtree, folder)
    spacy.blank("nl").to_disk(folder)
    engine = SpacyNlpEngine(models=[{"lang_code": "nl", "model_name": folder}])
    engine.load()
    registry = RecognizerRegistry(supported_languages=["nl"])
    for kind in (
        CreditCardRecognizer,
        CryptoRecognizer,
        DateRecognizer,
        EmailRecognizer,
        IbanRecognizer,
        IpRecognizer,
        MacAddressRecognizer,
        UrlRecognizer,
    ):
        registry.add_recognizer(kind(supported_language="nl"))
    registry.add_recognizer(
        PhoneRecognizer(supported_language="nl", supported_regions=("NL", "BE"))
    )
    analyzer = AnalyzerEngine(registry=registry, nlp_engine=engine, supported_languages=["nl"])
    return lambda text: [
        (found.start, found.end, LABELS.get(found.entity_type, OTHER))
        for found in analyzer.analyze(text=text, language="nl")
    ]


run(load)
